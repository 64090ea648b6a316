// Made by `bun run generate` from openapi/; changed there, never here.
import type { Contract } from "../openapi/binding/contract.ts";
import * as bodies from "./engine.bodies.js";
import * as parameters from "./engine.parameters.js";
import * as peers from "./engine.peers.js";
import * as replies from "./engine.replies.js";

/** The security schemes of each operation: one of them must accept the request. */
export interface EngineSecurity {
  chat: "serviceToken";
  chatStream: "serviceToken";
  listModels: "serviceToken";
  embedTexts: "serviceToken";
  tutorChat: "ticket";
  tutorChatStream: "ticket";
  startLesson: "ticket";
  restartIce: "ticket";
  endLesson: "ticket";
  getIceServers: "ticket";
  listAvatars: "serviceToken";
  previewAvatar: "serviceToken";
  listAvatarModels: "serviceToken";
  createAvatar: "serviceToken";
  startAvatar: "serviceToken";
  getAvatarJob: "serviceToken";
  watchAvatarJob: "serviceToken";
  deleteAvatar: "serviceToken";
  listVoices: "serviceToken";
  listSpeechEngines: "serviceToken";
  synthesize: "serviceToken";
  getStudentPage: never;
  getTutorPoster: never;
  getStudentAsset: never;
  getLiveness: never;
  getReadiness: never;
  getHealth: never;
  getContract: never;
  getDocs: never;
  getDocsAsset: never;
}

export const engineContract: Contract = {
  name: "engine",
  requests: { ...parameters, ...bodies, ...peers },
  responses: { ...replies },
  operations: {
  "chat": {
    "id": "chat",
    "method": "POST",
    "path": "/api/chat",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "query": {
        "validator": "chat_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 262144,
      "content": {
        "application/json": "ChatRequest"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "ChatReply"
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "chatStream": {
    "id": "chatStream",
    "method": "POST",
    "path": "/api/chat/stream",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "query": {
        "validator": "chatStream_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 262144,
      "content": {
        "application/json": "ChatRequest"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "text/event-stream": null
        },
        "events": "ChatEvent"
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "listModels": {
    "id": "listModels",
    "method": "GET",
    "path": "/api/chat/models",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "query": {
        "validator": "listModels_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "ModelList"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "embedTexts": {
    "id": "embedTexts",
    "method": "POST",
    "path": "/api/chat/embeddings",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "query": {
        "validator": "embedTexts_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 524288,
      "content": {
        "application/json": "EmbeddingRequest"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "EmbeddingReply"
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "tutorChat": {
    "id": "tutorChat",
    "method": "POST",
    "path": "/api/tutors/{tutorId}/chat",
    "security": [
      "ticket"
    ],
    "parameters": {
      "path": {
        "validator": "tutorChat_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "tutorChat_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 262144,
      "content": {
        "application/json": "TutorChatRequest"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "ChatReply"
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "tutorChatStream": {
    "id": "tutorChatStream",
    "method": "POST",
    "path": "/api/tutors/{tutorId}/chat/stream",
    "security": [
      "ticket"
    ],
    "parameters": {
      "path": {
        "validator": "tutorChatStream_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "tutorChatStream_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 262144,
      "content": {
        "application/json": "TutorChatRequest"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "text/event-stream": null
        },
        "events": "ChatEvent"
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "startLesson": {
    "id": "startLesson",
    "method": "POST",
    "path": "/api/tutors/{tutorId}/webrtc",
    "security": [
      "ticket"
    ],
    "parameters": {
      "path": {
        "validator": "startLesson_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "startLesson_query",
        "names": [
          "ifFull",
          "lastTurn"
        ],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/sdp": "startLesson_body"
      }
    },
    "responses": {
      "201": {
        "headers": [
          "location"
        ],
        "content": {
          "application/sdp": "startLesson_201"
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "409": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "restartIce": {
    "id": "restartIce",
    "method": "PATCH",
    "path": "/api/tutors/{tutorId}/webrtc/{lessonId}",
    "security": [
      "ticket"
    ],
    "parameters": {
      "path": {
        "validator": "restartIce_path",
        "names": [
          "tutorId",
          "lessonId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "restartIce_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 4096,
      "content": {
        "application/trickle-ice-sdpfrag": "restartIce_body"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/trickle-ice-sdpfrag": "restartIce_200"
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "endLesson": {
    "id": "endLesson",
    "method": "DELETE",
    "path": "/api/tutors/{tutorId}/webrtc/{lessonId}",
    "security": [
      "ticket"
    ],
    "parameters": {
      "path": {
        "validator": "endLesson_path",
        "names": [
          "tutorId",
          "lessonId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "endLesson_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "204": {
        "headers": [],
        "content": {}
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getIceServers": {
    "id": "getIceServers",
    "method": "GET",
    "path": "/api/tutors/{tutorId}/ice-servers",
    "security": [
      "ticket"
    ],
    "parameters": {
      "path": {
        "validator": "getIceServers_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getIceServers_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "IceServers"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "listAvatars": {
    "id": "listAvatars",
    "method": "GET",
    "path": "/api/avatar/list",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "query": {
        "validator": "listAvatars_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "AvatarList"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "previewAvatar": {
    "id": "previewAvatar",
    "method": "GET",
    "path": "/api/avatar/preview/{name}",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "path": {
        "validator": "previewAvatar_path",
        "names": [
          "name"
        ],
        "lists": {}
      },
      "query": {
        "validator": "previewAvatar_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "image/png": null
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "listAvatarModels": {
    "id": "listAvatarModels",
    "method": "GET",
    "path": "/api/avatar/models",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "query": {
        "validator": "listAvatarModels_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "AvatarModelList"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "createAvatar": {
    "id": "createAvatar",
    "method": "POST",
    "path": "/api/avatar/create",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "query": {
        "validator": "createAvatar_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 209731584,
      "content": {
        "multipart/form-data": "createAvatar_form"
      },
      "form": {
        "validator": "createAvatar_form",
        "file": "file",
        "fileRequired": false,
        "json": []
      }
    },
    "responses": {
      "202": {
        "headers": [
          "location"
        ],
        "content": {
          "application/json": "AvatarJob"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "409": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "startAvatar": {
    "id": "startAvatar",
    "method": "POST",
    "path": "/api/avatar/start",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "query": {
        "validator": "startAvatar_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "AvatarStart"
      }
    },
    "responses": {
      "202": {
        "headers": [
          "location"
        ],
        "content": {
          "application/json": "AvatarJob"
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "409": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getAvatarJob": {
    "id": "getAvatarJob",
    "method": "GET",
    "path": "/api/avatar/jobs/{jobId}",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "path": {
        "validator": "getAvatarJob_path",
        "names": [
          "jobId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getAvatarJob_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "AvatarJob"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "watchAvatarJob": {
    "id": "watchAvatarJob",
    "method": "GET",
    "path": "/api/avatar/jobs/{jobId}/events",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "path": {
        "validator": "watchAvatarJob_path",
        "names": [
          "jobId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "watchAvatarJob_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "text/event-stream": null
        },
        "events": "AvatarJob"
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "deleteAvatar": {
    "id": "deleteAvatar",
    "method": "DELETE",
    "path": "/api/avatar/{name}",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "path": {
        "validator": "deleteAvatar_path",
        "names": [
          "name"
        ],
        "lists": {}
      },
      "query": {
        "validator": "deleteAvatar_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "204": {
        "headers": [],
        "content": {}
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "409": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "listVoices": {
    "id": "listVoices",
    "method": "GET",
    "path": "/api/tts/voices",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "query": {
        "validator": "listVoices_query",
        "names": [
          "language"
        ],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "VoiceList"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "listSpeechEngines": {
    "id": "listSpeechEngines",
    "method": "GET",
    "path": "/api/tts/engines",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "query": {
        "validator": "listSpeechEngines_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "SpeechEngineList"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "synthesize": {
    "id": "synthesize",
    "method": "POST",
    "path": "/api/tts/synthesize",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "query": {
        "validator": "synthesize_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "SpeechRequest"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "voice"
        ],
        "content": {
          "audio/wav": null
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getStudentPage": {
    "id": "getStudentPage",
    "method": "GET",
    "path": "/tutors/{tutorId}",
    "security": [],
    "parameters": {
      "path": {
        "validator": "getStudentPage_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getStudentPage_query",
        "names": [
          "lang"
        ],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [
          "content-security-policy",
          "cache-control"
        ],
        "content": {
          "text/html": "getStudentPage_200"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getTutorPoster": {
    "id": "getTutorPoster",
    "method": "GET",
    "path": "/tutors/{tutorId}/poster",
    "security": [],
    "parameters": {
      "path": {
        "validator": "getTutorPoster_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getTutorPoster_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control"
        ],
        "content": {
          "image/png": null
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getStudentAsset": {
    "id": "getStudentAsset",
    "method": "GET",
    "path": "/student/{asset}",
    "security": [],
    "parameters": {
      "path": {
        "validator": "getStudentAsset_path",
        "names": [
          "asset"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getStudentAsset_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control",
          "access-control-allow-origin"
        ],
        "content": {
          "text/javascript": null,
          "text/css": null,
          "text/plain": null,
          "image/png": null,
          "image/svg+xml": null
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getLiveness": {
    "id": "getLiveness",
    "method": "GET",
    "path": "/livez",
    "security": [],
    "parameters": {
      "query": {
        "validator": "getLiveness_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "Liveness"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getReadiness": {
    "id": "getReadiness",
    "method": "GET",
    "path": "/readyz",
    "security": [],
    "parameters": {
      "query": {
        "validator": "getReadiness_query",
        "names": [
          "verbose"
        ],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "Readiness"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getHealth": {
    "id": "getHealth",
    "method": "GET",
    "path": "/health",
    "security": [],
    "parameters": {
      "query": {
        "validator": "getHealth_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "Readiness"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getContract": {
    "id": "getContract",
    "method": "GET",
    "path": "/openapi.yaml",
    "security": [],
    "parameters": {
      "query": {
        "validator": "getContract_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/yaml": null
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getDocs": {
    "id": "getDocs",
    "method": "GET",
    "path": "/docs",
    "security": [],
    "parameters": {
      "query": {
        "validator": "getDocs_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [
          "content-security-policy"
        ],
        "content": {
          "text/html": "getDocs_200"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getDocsAsset": {
    "id": "getDocsAsset",
    "method": "GET",
    "path": "/docs/{asset}",
    "security": [],
    "parameters": {
      "path": {
        "validator": "getDocsAsset_path",
        "names": [
          "asset"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getDocsAsset_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control"
        ],
        "content": {
          "text/javascript": null,
          "text/css": null,
          "image/png": null,
          "image/svg+xml": null
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  }
},
};

/** Checks of messages that do not travel by HTTP. */
export const engineMessages = {
  EngineMessage: bodies.EngineMessage,
  TicketClaims: bodies.TicketClaims,
};
