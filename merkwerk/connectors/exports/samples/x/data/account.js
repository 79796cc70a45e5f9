window.YTD.account.part0 = [
  {
    "account": {
      "email": "sanne@merkwerk.example",
      "createdVia": "web",
      "username": "sannedewit",
      "accountId": "1000",
      "createdAt": "2009-03-01T10:00:00.000Z",
      "accountDisplayName": "Sanne de Wit"
    }
  }
]
