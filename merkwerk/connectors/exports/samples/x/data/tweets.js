window.YTD.tweets.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "501"
          ]
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Joris van den Berg",
            "screen_name": "jorisb",
            "indices": [
              "0",
              "9"
            ],
            "id_str": "2001",
            "id": "2001"
          },
          {
            "name": "Fatima",
            "screen_name": "fatima_ea",
            "indices": [
              "0",
              "9"
            ],
            "id_str": "2002",
            "id": "2002"
          }
        ],
        "urls": []
      },
      "display_text_range": [
        "0",
        "20"
      ],
      "favorite_count": "0",
      "id_str": "501",
      "truncated": false,
      "retweet_count": "0",
      "id": "501",
      "created_at": "Wed Oct 10 20:19:24 +0000 2018",
      "favorited": false,
      "full_text": "@jorisb @fatima_ea helemaal mee eens",
      "lang": "nl",
      "in_reply_to_status_id_str": "42",
      "in_reply_to_user_id": "2001",
      "in_reply_to_user_id_str": "2001",
      "in_reply_to_screen_name": "jorisb"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "502"
          ]
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Joris van den Berg",
            "screen_name": "jorisb",
            "indices": [
              "0",
              "9"
            ],
            "id_str": "2001",
            "id": "2001"
          }
        ],
        "urls": []
      },
      "display_text_range": [
        "0",
        "20"
      ],
      "favorite_count": "0",
      "id_str": "502",
      "truncated": false,
      "retweet_count": "0",
      "id": "502",
      "created_at": "Thu Oct 11 08:00:00 +0000 2018",
      "favorited": false,
      "full_text": "RT @jorisb: De dijk is klaar",
      "lang": "nl"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "503"
          ]
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Sanne de Wit",
            "screen_name": "sannedewit",
            "indices": [
              "0",
              "9"
            ],
            "id_str": "1000",
            "id": "1000"
          }
        ],
        "urls": []
      },
      "display_text_range": [
        "0",
        "20"
      ],
      "favorite_count": "0",
      "id_str": "503",
      "truncated": false,
      "retweet_count": "0",
      "id": "503",
      "created_at": "Fri Oct 12 08:00:00 +0000 2018",
      "favorited": false,
      "full_text": "@sannedewit nog iets",
      "lang": "nl",
      "in_reply_to_status_id_str": "42",
      "in_reply_to_user_id": "1000",
      "in_reply_to_user_id_str": "1000",
      "in_reply_to_screen_name": "sannedewit"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "504"
          ]
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "display_text_range": [
        "0",
        "20"
      ],
      "favorite_count": "0",
      "id_str": "504",
      "truncated": false,
      "retweet_count": "0",
      "id": "504",
      "created_at": "geen datum",
      "favorited": false,
      "full_text": "stuk",
      "lang": "nl"
    }
  }
]
