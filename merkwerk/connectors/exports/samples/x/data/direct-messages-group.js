window.YTD.direct_messages_group.part0 = [
  {
    "dmConversation": {
      "conversationId": "77777",
      "messages": [
        {
          "joinConversation": {
            "initiatingUserId": "1000",
            "participantsSnapshot": [
              "1000",
              "2001",
              "2002"
            ],
            "createdAt": "2019-02-01T09:00:00.000Z"
          }
        },
        {
          "messageCreate": {
            "reactions": [],
            "urls": [],
            "text": "Hallo samen",
            "mediaUrls": [],
            "senderId": "2002",
            "id": "9101",
            "createdAt": "2019-02-01T10:00:00.000Z",
            "editHistory": []
          }
        },
        {
          "messageCreate": {
            "reactions": [],
            "urls": [],
            "text": "Dag",
            "mediaUrls": [],
            "senderId": "1000",
            "id": "9102",
            "createdAt": "2019-02-01T10:01:00.000Z",
            "editHistory": []
          }
        }
      ]
    }
  }
]
