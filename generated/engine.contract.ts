// Made by `bun run generate` from openapi/; changed there, never here.
import type { Contract } from "../openapi/binding/contract.ts";
import * as bodies from "./engine.bodies.js";
import * as parameters from "./engine.parameters.js";
import * as replies from "./engine.replies.js";

/** The security schemes of each operation: one of them must accept the request. */
export interface EngineSecurity {
  chat: "serviceToken";
  chatStream: "serviceToken";
  listModels: "serviceToken";
  tutorChat: "ticket";
  tutorChatStream: "ticket";
  startLesson: "ticket";
  endLesson: "ticket";
  getIceServers: "ticket";
  getStudentPage: never;
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
  requests: { ...parameters, ...bodies },
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
        "application/json": "chat_body"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "chat_200"
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "chat_400"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "chat_401"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "chat_413"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "chat_415"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "chat_422"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "chat_503"
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
        "application/json": "chatStream_body"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "text/event-stream": null
        },
        "events": "chatStream_200_event"
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "chatStream_400"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "chatStream_401"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "chatStream_413"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "chatStream_415"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "chatStream_422"
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
          "application/json": "listModels_200"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "listModels_401"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "listModels_422"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "listModels_503"
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
        "application/json": "tutorChat_body"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "tutorChat_200"
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChat_400"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChat_401"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChat_404"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChat_413"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChat_415"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChat_422"
        }
      },
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChat_429"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChat_503"
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
        "application/json": "tutorChatStream_body"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "text/event-stream": null
        },
        "events": "tutorChatStream_200_event"
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChatStream_400"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChatStream_401"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChatStream_404"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChatStream_413"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChatStream_415"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChatStream_422"
        }
      },
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChatStream_429"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "tutorChatStream_503"
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
        "names": [],
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
          "application/problem+json": "startLesson_400"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "startLesson_401"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "startLesson_404"
        }
      },
      "409": {
        "headers": [],
        "content": {
          "application/problem+json": "startLesson_409"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "startLesson_413"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "startLesson_415"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "startLesson_422"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "startLesson_503"
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
          "application/problem+json": "endLesson_401"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "endLesson_404"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "endLesson_422"
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
          "application/json": "getIceServers_200"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "getIceServers_401"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "getIceServers_404"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getIceServers_422"
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
          "text/html": "getStudentPage_200"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getStudentPage_422"
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
          "application/problem+json": "getStudentAsset_404"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getStudentAsset_422"
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
          "application/json": "getLiveness_200"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getLiveness_422"
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
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "getReadiness_200"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getReadiness_422"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "getReadiness_503"
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
          "application/json": "getHealth_200"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getHealth_422"
        }
      },
      "503": {
        "headers": [],
        "content": {
          "application/problem+json": "getHealth_503"
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
          "application/problem+json": "getContract_422"
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
          "application/problem+json": "getDocs_422"
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
          "application/problem+json": "getDocsAsset_404"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getDocsAsset_422"
        }
      }
    }
  }
},
};

/** Checks of messages that do not travel by HTTP. */
export const engineMessages = {
  PageMessage: bodies.PageMessage,
  EngineMessage: bodies.EngineMessage,
  TicketClaims: bodies.TicketClaims,
};
