window.YTD.direct_messages.part0 = [
  {
    "dmConversation": {
      "conversationId": "1000-2001",
      "messages": [
        {
          "messageCreate": {
            "recipientId": "2001",
            "reactions": [],
            "urls": [],
            "text": "Koffie?",
            "mediaUrls": [],
            "senderId": "1000",
            "id": "9001",
            "createdAt": "2019-01-02T10:00:00.000Z",
            "editHistory": []
          }
        },
        {
          "messageCreate": {
            "recipientId": "1000",
            "reactions": [],
            "urls": [],
            "text": "Graag",
            "mediaUrls": [],
            "senderId": "2001",
            "id": "9002",
            "createdAt": "2019-01-02T10:05:00.000Z",
            "editHistory": []
          }
        }
      ]
    }
  }
]
