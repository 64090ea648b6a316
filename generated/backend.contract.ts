// Made by `bun run generate` from openapi/; changed there, never here.
import type { Contract } from "../openapi/binding/contract.ts";
import * as bodies from "./backend.bodies.js";
import * as parameters from "./backend.parameters.js";
import * as replies from "./backend.replies.js";

/** The security schemes of each operation: one of them must accept the request. */
export interface BackendSecurity {
  login: never;
  refresh: never;
  logout: never;
  getMe: "bearerAuth" | "passwordFlow";
  listTutors: "bearerAuth" | "passwordFlow";
  createTutor: "bearerAuth" | "passwordFlow";
  getTutor: "bearerAuth" | "passwordFlow";
  updateTutor: "bearerAuth" | "passwordFlow";
  deleteTutor: "bearerAuth" | "passwordFlow";
  getTutorInfo: never;
  createVisit: never;
  listSessions: "bearerAuth" | "passwordFlow";
  getTranscript: "bearerAuth" | "passwordFlow";
  getJwks: never;
  getProfile: "serviceToken";
  deliverTurns: "serviceToken";
  getLiveness: never;
  getReadiness: never;
  getHealth: never;
  getContract: never;
  getDocs: never;
  getDocsAsset: never;
  getConsole: never;
  getConsoleAsset: never;
}

export const backendContract: Contract = {
  name: "backend",
  requests: { ...parameters, ...bodies },
  responses: { ...replies },
  operations: {
  "login": {
    "id": "login",
    "method": "POST",
    "path": "/api/auth/login",
    "security": [],
    "parameters": {
      "query": {
        "validator": "login_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "login_body_0",
        "application/x-www-form-urlencoded": "login_body_1"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control"
        ],
        "content": {
          "application/json": "login_200"
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "login_400"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "login_401"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "login_413"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "login_415"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "login_422"
        }
      },
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "login_429"
        }
      }
    }
  },
  "refresh": {
    "id": "refresh",
    "method": "POST",
    "path": "/api/auth/refresh",
    "security": [],
    "parameters": {
      "query": {
        "validator": "refresh_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "refresh_body"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control"
        ],
        "content": {
          "application/json": "refresh_200"
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "refresh_400"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "refresh_401"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "refresh_413"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "refresh_415"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "refresh_422"
        }
      }
    }
  },
  "logout": {
    "id": "logout",
    "method": "POST",
    "path": "/api/auth/logout",
    "security": [],
    "parameters": {
      "query": {
        "validator": "logout_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "logout_body"
      }
    },
    "responses": {
      "204": {
        "headers": [],
        "content": {}
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "logout_400"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "logout_413"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "logout_415"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "logout_422"
        }
      }
    }
  },
  "getMe": {
    "id": "getMe",
    "method": "GET",
    "path": "/api/auth/me",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "query": {
        "validator": "getMe_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "getMe_200"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "getMe_401"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getMe_422"
        }
      }
    }
  },
  "listTutors": {
    "id": "listTutors",
    "method": "GET",
    "path": "/api/tutors",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "query": {
        "validator": "listTutors_query",
        "names": [
          "cursor",
          "limit"
        ],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "listTutors_200"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "listTutors_401"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "listTutors_422"
        }
      }
    }
  },
  "createTutor": {
    "id": "createTutor",
    "method": "POST",
    "path": "/api/tutors",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "query": {
        "validator": "createTutor_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 262144,
      "content": {
        "application/json": "createTutor_body"
      }
    },
    "responses": {
      "201": {
        "headers": [
          "location",
          "etag"
        ],
        "content": {
          "application/json": "createTutor_201"
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "createTutor_400"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "createTutor_401"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "createTutor_413"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "createTutor_415"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "createTutor_422"
        }
      }
    }
  },
  "getTutor": {
    "id": "getTutor",
    "method": "GET",
    "path": "/api/tutors/{tutorId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "getTutor_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getTutor_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [
          "etag"
        ],
        "content": {
          "application/json": "getTutor_200"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "getTutor_401"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "getTutor_404"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getTutor_422"
        }
      }
    }
  },
  "updateTutor": {
    "id": "updateTutor",
    "method": "PATCH",
    "path": "/api/tutors/{tutorId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "updateTutor_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "updateTutor_query",
        "names": [],
        "lists": {}
      },
      "header": {
        "validator": "updateTutor_header",
        "names": [
          "if-match"
        ],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 262144,
      "content": {
        "application/json": "updateTutor_body"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "etag"
        ],
        "content": {
          "application/json": "updateTutor_200"
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "updateTutor_400"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "updateTutor_401"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "updateTutor_404"
        }
      },
      "412": {
        "headers": [],
        "content": {
          "application/problem+json": "updateTutor_412"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "updateTutor_413"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "updateTutor_415"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "updateTutor_422"
        }
      }
    }
  },
  "deleteTutor": {
    "id": "deleteTutor",
    "method": "DELETE",
    "path": "/api/tutors/{tutorId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "deleteTutor_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "deleteTutor_query",
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
          "application/problem+json": "deleteTutor_401"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "deleteTutor_404"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "deleteTutor_422"
        }
      }
    }
  },
  "getTutorInfo": {
    "id": "getTutorInfo",
    "method": "GET",
    "path": "/api/tutors/{tutorId}/info",
    "security": [],
    "parameters": {
      "path": {
        "validator": "getTutorInfo_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getTutorInfo_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "getTutorInfo_200"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "getTutorInfo_404"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getTutorInfo_422"
        }
      }
    }
  },
  "createVisit": {
    "id": "createVisit",
    "method": "POST",
    "path": "/api/tutors/{tutorId}/visits",
    "security": [],
    "parameters": {
      "path": {
        "validator": "createVisit_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "createVisit_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "createVisit_body"
      }
    },
    "responses": {
      "201": {
        "headers": [
          "location",
          "cache-control"
        ],
        "content": {
          "application/json": "createVisit_201"
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "createVisit_400"
        }
      },
      "403": {
        "headers": [],
        "content": {
          "application/problem+json": "createVisit_403"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "createVisit_404"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "createVisit_413"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "createVisit_415"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "createVisit_422"
        }
      },
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "createVisit_429"
        }
      }
    }
  },
  "listSessions": {
    "id": "listSessions",
    "method": "GET",
    "path": "/api/tutors/{tutorId}/sessions",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "listSessions_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "listSessions_query",
        "names": [
          "cursor",
          "limit"
        ],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "listSessions_200"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "listSessions_401"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "listSessions_404"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "listSessions_422"
        }
      }
    }
  },
  "getTranscript": {
    "id": "getTranscript",
    "method": "GET",
    "path": "/api/tutors/{tutorId}/sessions/{sessionId}/transcript",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "getTranscript_path",
        "names": [
          "tutorId",
          "sessionId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getTranscript_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "getTranscript_200"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "getTranscript_401"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "getTranscript_404"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getTranscript_422"
        }
      }
    }
  },
  "getJwks": {
    "id": "getJwks",
    "method": "GET",
    "path": "/.well-known/jwks.json",
    "security": [],
    "parameters": {
      "query": {
        "validator": "getJwks_query",
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
          "application/json": "getJwks_200"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getJwks_422"
        }
      }
    }
  },
  "getProfile": {
    "id": "getProfile",
    "method": "GET",
    "path": "/internal/tutors/{tutorId}/profile",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "path": {
        "validator": "getProfile_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getProfile_query",
        "names": [],
        "lists": {}
      },
      "header": {
        "validator": "getProfile_header",
        "names": [
          "if-none-match"
        ],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [
          "etag"
        ],
        "content": {
          "application/json": "getProfile_200"
        }
      },
      "304": {
        "headers": [
          "etag"
        ],
        "content": {}
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "getProfile_401"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "getProfile_404"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getProfile_422"
        }
      }
    }
  },
  "deliverTurns": {
    "id": "deliverTurns",
    "method": "POST",
    "path": "/internal/sessions/{sessionId}/turns",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "path": {
        "validator": "deliverTurns_path",
        "names": [
          "sessionId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "deliverTurns_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 1048576,
      "content": {
        "application/json": "deliverTurns_body"
      }
    },
    "responses": {
      "204": {
        "headers": [],
        "content": {}
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "deliverTurns_400"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "deliverTurns_401"
        }
      },
      "404": {
        "headers": [],
        "content": {
          "application/problem+json": "deliverTurns_404"
        }
      },
      "413": {
        "headers": [],
        "content": {
          "application/problem+json": "deliverTurns_413"
        }
      },
      "415": {
        "headers": [],
        "content": {
          "application/problem+json": "deliverTurns_415"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "deliverTurns_422"
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
  },
  "getConsole": {
    "id": "getConsole",
    "method": "GET",
    "path": "/console",
    "security": [],
    "parameters": {
      "query": {
        "validator": "getConsole_query",
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
          "text/html": null
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getConsole_422"
        }
      }
    }
  },
  "getConsoleAsset": {
    "id": "getConsoleAsset",
    "method": "GET",
    "path": "/console/{asset}",
    "security": [],
    "parameters": {
      "path": {
        "validator": "getConsoleAsset_path",
        "names": [
          "asset"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getConsoleAsset_query",
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
          "application/problem+json": "getConsoleAsset_404"
        }
      },
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "getConsoleAsset_422"
        }
      }
    }
  }
},
};

/** Checks of messages that do not travel by HTTP. */
export const backendMessages = {

};
