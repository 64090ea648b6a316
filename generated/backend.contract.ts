// Made by `bun run generate` from openapi/; changed there, never here.
import type { Contract } from "../openapi/binding/contract.ts";
import * as bodies from "./backend.bodies.js";
import * as parameters from "./backend.parameters.js";
import * as peers from "./backend.peers.js";
import * as replies from "./backend.replies.js";

/** The security schemes of each operation: one of them must accept the request. */
export interface BackendSecurity {
  login: never;
  refresh: never;
  logout: never;
  getMe: "bearerAuth" | "passwordFlow";
  changePassword: "bearerAuth" | "passwordFlow";
  logoutEverywhere: "bearerAuth" | "passwordFlow";
  listAdmins: "bearerAuth" | "passwordFlow";
  createAdmin: "bearerAuth" | "passwordFlow";
  getAdmin: "bearerAuth" | "passwordFlow";
  updateAdmin: "bearerAuth" | "passwordFlow";
  resetAdminPassword: "bearerAuth" | "passwordFlow";
  listKeys: "bearerAuth" | "passwordFlow";
  rotateKey: "bearerAuth" | "passwordFlow";
  loginStudent: never;
  refreshStudent: never;
  logoutStudent: never;
  logoutStudentEverywhere: "studentAuth";
  getStudentMe: "studentAuth";
  changeStudentPassword: "studentAuth";
  listTutors: "bearerAuth" | "passwordFlow";
  createTutor: "bearerAuth" | "passwordFlow";
  getTutor: "bearerAuth" | "passwordFlow";
  updateTutor: "bearerAuth" | "passwordFlow";
  deleteTutor: "bearerAuth" | "passwordFlow";
  getTutorInfo: never;
  createTutorWithAvatar: "bearerAuth" | "passwordFlow";
  createAvatar: "bearerAuth" | "passwordFlow";
  listAvatars: "bearerAuth" | "passwordFlow";
  getAvatar: "bearerAuth" | "passwordFlow";
  updateAvatar: "bearerAuth" | "passwordFlow";
  deleteAvatar: "bearerAuth" | "passwordFlow";
  startAvatar: "bearerAuth" | "passwordFlow";
  previewAvatar: "bearerAuth" | "passwordFlow";
  watchAvatar: "bearerAuth" | "passwordFlow";
  createVisit: never;
  createTicket: never;
  redeemReceipts: never;
  listAllSessions: "bearerAuth" | "passwordFlow";
  listSessions: "bearerAuth" | "passwordFlow";
  deleteSession: "bearerAuth" | "passwordFlow";
  getTranscript: "bearerAuth" | "passwordFlow";
  listDocuments: "bearerAuth" | "passwordFlow";
  createDocument: "bearerAuth" | "passwordFlow";
  getDocument: "bearerAuth" | "passwordFlow";
  deleteDocument: "bearerAuth" | "passwordFlow";
  listStudents: "bearerAuth" | "passwordFlow";
  createStudent: "bearerAuth" | "passwordFlow";
  importStudents: "bearerAuth" | "passwordFlow";
  getStudent: "bearerAuth" | "passwordFlow";
  updateStudent: "bearerAuth" | "passwordFlow";
  deleteStudent: "bearerAuth" | "passwordFlow";
  exportStudent: "bearerAuth" | "passwordFlow";
  resetStudentPassword: "bearerAuth" | "passwordFlow";
  listSessionsOfStudent: "bearerAuth" | "passwordFlow";
  listStudentSessions: "studentAuth";
  createStudentSession: "studentAuth";
  getStudentSession: "studentAuth";
  deleteStudentSession: "studentAuth";
  createStudentTicket: "studentAuth";
  listStudentMessages: "studentAuth";
  getStudentTranscript: "studentAuth";
  listAuditEvents: "bearerAuth" | "passwordFlow";
  exportAuditEvents: "bearerAuth" | "passwordFlow";
  verifyAuditEvents: "bearerAuth" | "passwordFlow";
  getJwks: never;
  findPassages: "serviceToken";
  getProfile: "serviceToken";
  reportLessons: "serviceToken";
  getTurns: "serviceToken";
  deliverTurns: "serviceToken";
  reportAvatar: "serviceToken";
  getLiveness: never;
  getReadiness: never;
  getHealth: never;
  getSystemHealth: "bearerAuth" | "passwordFlow";
  getSystemChoices: "bearerAuth" | "passwordFlow";
  previewFace: "bearerAuth" | "passwordFlow";
  getContract: never;
  getDocs: never;
  getDocsAsset: never;
  getHome: never;
  getConsole: never;
  getConsoleAsset: never;
}

export const backendContract: Contract = {
  name: "backend",
  requests: { ...parameters, ...bodies, ...peers },
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
        "application/json": "Login",
        "application/x-www-form-urlencoded": "PasswordForm"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control"
        ],
        "content": {
          "application/json": "Tokens"
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
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
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
        "application/json": "RefreshToken"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control"
        ],
        "content": {
          "application/json": "Tokens"
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
        "application/json": "RefreshToken"
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
          "application/json": "Admin"
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
  "changePassword": {
    "id": "changePassword",
    "method": "POST",
    "path": "/api/auth/password",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "admin.change-password",
    "parameters": {
      "query": {
        "validator": "changePassword_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "PasswordChange"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control"
        ],
        "content": {
          "application/json": "Tokens"
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
      "403": {
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
      }
    }
  },
  "logoutEverywhere": {
    "id": "logoutEverywhere",
    "method": "POST",
    "path": "/api/auth/logout-everywhere",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "query": {
        "validator": "logoutEverywhere_query",
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
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "listAdmins": {
    "id": "listAdmins",
    "method": "GET",
    "path": "/api/admins",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "query": {
        "validator": "listAdmins_query",
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
          "application/json": "AdminPage"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "403": {
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
  "createAdmin": {
    "id": "createAdmin",
    "method": "POST",
    "path": "/api/admins",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "admin.create",
    "parameters": {
      "query": {
        "validator": "createAdmin_query",
        "names": [],
        "lists": {}
      },
      "header": {
        "validator": "createAdmin_header",
        "names": [
          "idempotency-key"
        ],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "AdminCreate"
      }
    },
    "responses": {
      "201": {
        "headers": [
          "location",
          "cache-control"
        ],
        "content": {
          "application/json": "AdminCreated"
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
      "403": {
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
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getAdmin": {
    "id": "getAdmin",
    "method": "GET",
    "path": "/api/admins/{adminId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "getAdmin_path",
        "names": [
          "adminId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getAdmin_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "Admin"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "403": {
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
  "updateAdmin": {
    "id": "updateAdmin",
    "method": "PATCH",
    "path": "/api/admins/{adminId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "admin.update",
    "parameters": {
      "path": {
        "validator": "updateAdmin_path",
        "names": [
          "adminId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "updateAdmin_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "AdminUpdate"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "Admin"
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
      "403": {
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
      }
    }
  },
  "resetAdminPassword": {
    "id": "resetAdminPassword",
    "method": "POST",
    "path": "/api/admins/{adminId}/password",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "admin.reset-password",
    "parameters": {
      "path": {
        "validator": "resetAdminPassword_path",
        "names": [
          "adminId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "resetAdminPassword_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "PasswordReset"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control"
        ],
        "content": {
          "application/json": "PasswordGiven"
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
      "403": {
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
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "listKeys": {
    "id": "listKeys",
    "method": "GET",
    "path": "/api/keys",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "query": {
        "validator": "listKeys_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "SigningKeyList"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "403": {
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
  "rotateKey": {
    "id": "rotateKey",
    "method": "POST",
    "path": "/api/keys/rotations",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "key.rotate",
    "parameters": {
      "query": {
        "validator": "rotateKey_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "KeyRotation"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "SigningKeyList"
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
      "403": {
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
      }
    }
  },
  "loginStudent": {
    "id": "loginStudent",
    "method": "POST",
    "path": "/api/student/auth/login",
    "security": [],
    "parameters": {
      "query": {
        "validator": "loginStudent_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "StudentLogin"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control"
        ],
        "content": {
          "application/json": "Tokens"
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
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "refreshStudent": {
    "id": "refreshStudent",
    "method": "POST",
    "path": "/api/student/auth/refresh",
    "security": [],
    "parameters": {
      "query": {
        "validator": "refreshStudent_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "RefreshToken"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control"
        ],
        "content": {
          "application/json": "Tokens"
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
      }
    }
  },
  "logoutStudent": {
    "id": "logoutStudent",
    "method": "POST",
    "path": "/api/student/auth/logout",
    "security": [],
    "parameters": {
      "query": {
        "validator": "logoutStudent_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "RefreshToken"
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
  "logoutStudentEverywhere": {
    "id": "logoutStudentEverywhere",
    "method": "POST",
    "path": "/api/student/auth/logout-everywhere",
    "security": [
      "studentAuth"
    ],
    "parameters": {
      "query": {
        "validator": "logoutStudentEverywhere_query",
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
      "422": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getStudentMe": {
    "id": "getStudentMe",
    "method": "GET",
    "path": "/api/student/auth/me",
    "security": [
      "studentAuth"
    ],
    "parameters": {
      "query": {
        "validator": "getStudentMe_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "Student"
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
  "changeStudentPassword": {
    "id": "changeStudentPassword",
    "method": "POST",
    "path": "/api/student/auth/password",
    "security": [
      "studentAuth"
    ],
    "auditAction": "student.change-password",
    "parameters": {
      "query": {
        "validator": "changeStudentPassword_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "PasswordChange"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control"
        ],
        "content": {
          "application/json": "Tokens"
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
      "403": {
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
          "application/json": "TutorPage"
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
  "createTutor": {
    "id": "createTutor",
    "method": "POST",
    "path": "/api/tutors",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "tutor.create",
    "parameters": {
      "query": {
        "validator": "createTutor_query",
        "names": [],
        "lists": {}
      },
      "header": {
        "validator": "createTutor_header",
        "names": [
          "idempotency-key"
        ],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 262144,
      "content": {
        "application/json": "TutorCreate"
      }
    },
    "responses": {
      "201": {
        "headers": [
          "location",
          "etag"
        ],
        "content": {
          "application/json": "Tutor"
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
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
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
          "application/json": "Tutor"
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
  "updateTutor": {
    "id": "updateTutor",
    "method": "PATCH",
    "path": "/api/tutors/{tutorId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "tutor.update",
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
        "application/json": "TutorUpdate"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "etag"
        ],
        "content": {
          "application/json": "Tutor"
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
      "412": {
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
  "deleteTutor": {
    "id": "deleteTutor",
    "method": "DELETE",
    "path": "/api/tutors/{tutorId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "tutor.delete",
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
          "application/json": "TutorInfo"
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
  "createTutorWithAvatar": {
    "id": "createTutorWithAvatar",
    "method": "POST",
    "path": "/api/tutors/create-with-avatar",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "tutor.create",
    "parameters": {
      "query": {
        "validator": "createTutorWithAvatar_query",
        "names": [],
        "lists": {}
      },
      "header": {
        "validator": "createTutorWithAvatar_header",
        "names": [
          "idempotency-key"
        ],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 210763776,
      "content": {
        "multipart/form-data": "createTutorWithAvatar_form"
      },
      "form": {
        "validator": "createTutorWithAvatar_form",
        "file": "file",
        "fileRequired": false,
        "json": [
          "tutor"
        ]
      }
    },
    "responses": {
      "201": {
        "headers": [
          "location"
        ],
        "content": {
          "application/json": "TutorWithAvatar"
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
  "createAvatar": {
    "id": "createAvatar",
    "method": "POST",
    "path": "/api/avatars/create",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "avatar.create",
    "parameters": {
      "query": {
        "validator": "createAvatar_query",
        "names": [],
        "lists": {}
      },
      "header": {
        "validator": "createAvatar_header",
        "names": [
          "idempotency-key"
        ],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 210763776,
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
      "201": {
        "headers": [
          "location",
          "etag"
        ],
        "content": {
          "application/json": "Avatar"
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
  "listAvatars": {
    "id": "listAvatars",
    "method": "GET",
    "path": "/api/avatars",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "query": {
        "validator": "listAvatars_query",
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
          "application/json": "AvatarPage"
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
  "getAvatar": {
    "id": "getAvatar",
    "method": "GET",
    "path": "/api/avatars/{avatarId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "getAvatar_path",
        "names": [
          "avatarId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getAvatar_query",
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
          "application/json": "Avatar"
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
  "updateAvatar": {
    "id": "updateAvatar",
    "method": "PATCH",
    "path": "/api/avatars/{avatarId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "avatar.update",
    "parameters": {
      "path": {
        "validator": "updateAvatar_path",
        "names": [
          "avatarId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "updateAvatar_query",
        "names": [],
        "lists": {}
      },
      "header": {
        "validator": "updateAvatar_header",
        "names": [
          "if-match"
        ],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "AvatarUpdate"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "etag"
        ],
        "content": {
          "application/json": "Avatar"
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
      "412": {
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
  "deleteAvatar": {
    "id": "deleteAvatar",
    "method": "DELETE",
    "path": "/api/avatars/{avatarId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "avatar.delete",
    "parameters": {
      "path": {
        "validator": "deleteAvatar_path",
        "names": [
          "avatarId"
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
  "startAvatar": {
    "id": "startAvatar",
    "method": "POST",
    "path": "/api/avatars/{avatarId}/start",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "avatar.start",
    "parameters": {
      "path": {
        "validator": "startAvatar_path",
        "names": [
          "avatarId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "startAvatar_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "202": {
        "headers": [
          "etag"
        ],
        "content": {
          "application/json": "Avatar"
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
  "previewAvatar": {
    "id": "previewAvatar",
    "method": "GET",
    "path": "/api/avatars/{avatarId}/preview",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "previewAvatar_path",
        "names": [
          "avatarId"
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
        "headers": [
          "cache-control"
        ],
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
  "watchAvatar": {
    "id": "watchAvatar",
    "method": "GET",
    "path": "/api/avatars/{avatarId}/events",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "watchAvatar_path",
        "names": [
          "avatarId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "watchAvatar_query",
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
        "events": "Avatar"
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
      },
      "header": {
        "validator": "createVisit_header",
        "names": [
          "idempotency-key"
        ],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "VisitCreate"
      }
    },
    "responses": {
      "201": {
        "headers": [
          "location",
          "cache-control"
        ],
        "content": {
          "application/json": "Visit"
        }
      },
      "400": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "403": {
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
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "createTicket": {
    "id": "createTicket",
    "method": "POST",
    "path": "/api/tutors/{tutorId}/visits/{sessionId}/tickets",
    "security": [],
    "parameters": {
      "path": {
        "validator": "createTicket_path",
        "names": [
          "tutorId",
          "sessionId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "createTicket_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "TicketCreate"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control"
        ],
        "content": {
          "application/json": "TicketGiven"
        }
      },
      "400": {
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
      }
    }
  },
  "redeemReceipts": {
    "id": "redeemReceipts",
    "method": "POST",
    "path": "/api/receipts",
    "security": [],
    "parameters": {
      "query": {
        "validator": "redeemReceipts_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 1048576,
      "content": {
        "application/json": "Receipts"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "ReceiptsRedeemed"
        }
      },
      "400": {
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
      }
    }
  },
  "listAllSessions": {
    "id": "listAllSessions",
    "method": "GET",
    "path": "/api/sessions",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "query": {
        "validator": "listAllSessions_query",
        "names": [
          "cursor",
          "limit",
          "live"
        ],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "SessionPage"
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
          "limit",
          "live"
        ],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "SessionPage"
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
  "deleteSession": {
    "id": "deleteSession",
    "method": "DELETE",
    "path": "/api/tutors/{tutorId}/sessions/{sessionId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "session.delete",
    "parameters": {
      "path": {
        "validator": "deleteSession_path",
        "names": [
          "tutorId",
          "sessionId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "deleteSession_query",
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
        "names": [
          "format"
        ],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "Transcript",
          "text/markdown": "getTranscript_200_1"
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
  "listDocuments": {
    "id": "listDocuments",
    "method": "GET",
    "path": "/api/tutors/{tutorId}/documents",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "listDocuments_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "listDocuments_query",
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
          "application/json": "DocumentPage"
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
  "createDocument": {
    "id": "createDocument",
    "method": "POST",
    "path": "/api/tutors/{tutorId}/documents",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "document.create",
    "parameters": {
      "path": {
        "validator": "createDocument_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "createDocument_query",
        "names": [
          "title"
        ],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 52428800,
      "content": {
        "text/markdown": null,
        "text/plain": null,
        "application/pdf": null,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": null
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "Document"
        }
      },
      "201": {
        "headers": [
          "location"
        ],
        "content": {
          "application/json": "Document"
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
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getDocument": {
    "id": "getDocument",
    "method": "GET",
    "path": "/api/tutors/{tutorId}/documents/{documentId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "getDocument_path",
        "names": [
          "tutorId",
          "documentId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getDocument_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "Document"
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
  "deleteDocument": {
    "id": "deleteDocument",
    "method": "DELETE",
    "path": "/api/tutors/{tutorId}/documents/{documentId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "document.delete",
    "parameters": {
      "path": {
        "validator": "deleteDocument_path",
        "names": [
          "tutorId",
          "documentId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "deleteDocument_query",
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
  "listStudents": {
    "id": "listStudents",
    "method": "GET",
    "path": "/api/tutors/{tutorId}/students",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "listStudents_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "listStudents_query",
        "names": [
          "cursor",
          "limit",
          "search",
          "status"
        ],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "StudentPage"
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
  "createStudent": {
    "id": "createStudent",
    "method": "POST",
    "path": "/api/tutors/{tutorId}/students",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "student.create",
    "parameters": {
      "path": {
        "validator": "createStudent_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "createStudent_query",
        "names": [],
        "lists": {}
      },
      "header": {
        "validator": "createStudent_header",
        "names": [
          "idempotency-key"
        ],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "StudentCreate"
      }
    },
    "responses": {
      "201": {
        "headers": [
          "location",
          "cache-control"
        ],
        "content": {
          "application/json": "StudentCreated"
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
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "importStudents": {
    "id": "importStudents",
    "method": "POST",
    "path": "/api/tutors/{tutorId}/students/import",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "student.import",
    "parameters": {
      "path": {
        "validator": "importStudents_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "importStudents_query",
        "names": [
          "skipInvalid"
        ],
        "lists": {}
      },
      "header": {
        "validator": "importStudents_header",
        "names": [
          "idempotency-key"
        ],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 262144,
      "content": {
        "text/csv": "importStudents_body"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control"
        ],
        "content": {
          "application/json": "ImportReport"
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
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "getStudent": {
    "id": "getStudent",
    "method": "GET",
    "path": "/api/tutors/{tutorId}/students/{studentId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "getStudent_path",
        "names": [
          "tutorId",
          "studentId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getStudent_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "Student"
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
  "updateStudent": {
    "id": "updateStudent",
    "method": "PATCH",
    "path": "/api/tutors/{tutorId}/students/{studentId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "student.update",
    "parameters": {
      "path": {
        "validator": "updateStudent_path",
        "names": [
          "tutorId",
          "studentId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "updateStudent_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "StudentUpdate"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "Student"
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
      }
    }
  },
  "deleteStudent": {
    "id": "deleteStudent",
    "method": "DELETE",
    "path": "/api/tutors/{tutorId}/students/{studentId}",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "student.delete",
    "parameters": {
      "path": {
        "validator": "deleteStudent_path",
        "names": [
          "tutorId",
          "studentId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "deleteStudent_query",
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
  "exportStudent": {
    "id": "exportStudent",
    "method": "GET",
    "path": "/api/tutors/{tutorId}/students/{studentId}/export",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "exportStudent_path",
        "names": [
          "tutorId",
          "studentId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "exportStudent_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [
          "content-disposition",
          "cache-control"
        ],
        "content": {
          "application/jsonl": null
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
  "resetStudentPassword": {
    "id": "resetStudentPassword",
    "method": "POST",
    "path": "/api/tutors/{tutorId}/students/{studentId}/password",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "auditAction": "student.reset-password",
    "parameters": {
      "path": {
        "validator": "resetStudentPassword_path",
        "names": [
          "tutorId",
          "studentId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "resetStudentPassword_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "PasswordReset"
      }
    },
    "responses": {
      "200": {
        "headers": [
          "cache-control"
        ],
        "content": {
          "application/json": "PasswordGiven"
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
      }
    }
  },
  "listSessionsOfStudent": {
    "id": "listSessionsOfStudent",
    "method": "GET",
    "path": "/api/tutors/{tutorId}/students/{studentId}/sessions",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "listSessionsOfStudent_path",
        "names": [
          "tutorId",
          "studentId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "listSessionsOfStudent_query",
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
          "application/json": "SessionPage"
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
  "listStudentSessions": {
    "id": "listStudentSessions",
    "method": "GET",
    "path": "/api/student/sessions",
    "security": [
      "studentAuth"
    ],
    "parameters": {
      "query": {
        "validator": "listStudentSessions_query",
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
          "application/json": "SessionPage"
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
  "createStudentSession": {
    "id": "createStudentSession",
    "method": "POST",
    "path": "/api/student/sessions",
    "security": [
      "studentAuth"
    ],
    "auditAction": "session.create",
    "parameters": {
      "query": {
        "validator": "createStudentSession_query",
        "names": [],
        "lists": {}
      },
      "header": {
        "validator": "createStudentSession_header",
        "names": [
          "idempotency-key"
        ],
        "lists": {}
      }
    },
    "responses": {
      "201": {
        "headers": [
          "location",
          "cache-control"
        ],
        "content": {
          "application/json": "StudentSession"
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
      }
    }
  },
  "getStudentSession": {
    "id": "getStudentSession",
    "method": "GET",
    "path": "/api/student/sessions/{sessionId}",
    "security": [
      "studentAuth"
    ],
    "parameters": {
      "path": {
        "validator": "getStudentSession_path",
        "names": [
          "sessionId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getStudentSession_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "Session"
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
  "deleteStudentSession": {
    "id": "deleteStudentSession",
    "method": "DELETE",
    "path": "/api/student/sessions/{sessionId}",
    "security": [
      "studentAuth"
    ],
    "auditAction": "session.delete",
    "parameters": {
      "path": {
        "validator": "deleteStudentSession_path",
        "names": [
          "sessionId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "deleteStudentSession_query",
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
  "createStudentTicket": {
    "id": "createStudentTicket",
    "method": "POST",
    "path": "/api/student/sessions/{sessionId}/tickets",
    "security": [
      "studentAuth"
    ],
    "parameters": {
      "path": {
        "validator": "createStudentTicket_path",
        "names": [
          "sessionId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "createStudentTicket_query",
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
          "application/json": "TicketGiven"
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
      "429": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      }
    }
  },
  "listStudentMessages": {
    "id": "listStudentMessages",
    "method": "GET",
    "path": "/api/student/sessions/{sessionId}/messages",
    "security": [
      "studentAuth"
    ],
    "parameters": {
      "path": {
        "validator": "listStudentMessages_path",
        "names": [
          "sessionId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "listStudentMessages_query",
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
          "application/json": "MessagePage"
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
  "getStudentTranscript": {
    "id": "getStudentTranscript",
    "method": "GET",
    "path": "/api/student/sessions/{sessionId}/transcript",
    "security": [
      "studentAuth"
    ],
    "parameters": {
      "path": {
        "validator": "getStudentTranscript_path",
        "names": [
          "sessionId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getStudentTranscript_query",
        "names": [
          "format"
        ],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "Transcript",
          "text/markdown": "getStudentTranscript_200_1"
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
  "listAuditEvents": {
    "id": "listAuditEvents",
    "method": "GET",
    "path": "/api/audit-logs",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "query": {
        "validator": "listAuditEvents_query",
        "names": [
          "cursor",
          "limit",
          "actor",
          "action",
          "object",
          "outcome",
          "from",
          "until",
          "scope"
        ],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "AuditPage"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "403": {
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
  "exportAuditEvents": {
    "id": "exportAuditEvents",
    "method": "GET",
    "path": "/api/audit-logs/export",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "query": {
        "validator": "exportAuditEvents_query",
        "names": [
          "format",
          "actor",
          "action",
          "object",
          "outcome",
          "from",
          "until",
          "scope"
        ],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [
          "content-disposition",
          "cache-control"
        ],
        "content": {
          "text/csv": null,
          "application/jsonl": null
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "403": {
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
  "verifyAuditEvents": {
    "id": "verifyAuditEvents",
    "method": "GET",
    "path": "/api/audit-logs/verification",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "query": {
        "validator": "verifyAuditEvents_query",
        "names": [
          "scope"
        ],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "AuditVerification"
        }
      },
      "401": {
        "headers": [],
        "content": {
          "application/problem+json": "Problem"
        }
      },
      "403": {
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
          "application/json": "Jwks"
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
  "findPassages": {
    "id": "findPassages",
    "method": "POST",
    "path": "/internal/tutors/{tutorId}/passages",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "path": {
        "validator": "findPassages_path",
        "names": [
          "tutorId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "findPassages_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "PassageQuery"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "PassageList"
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
          "application/json": "Profile"
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
  "reportLessons": {
    "id": "reportLessons",
    "method": "POST",
    "path": "/internal/lessons",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "query": {
        "validator": "reportLessons_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 1048576,
      "content": {
        "application/json": "LessonReport"
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "LessonVerdict"
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
      }
    }
  },
  "getTurns": {
    "id": "getTurns",
    "method": "GET",
    "path": "/internal/sessions/{sessionId}/turns",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "path": {
        "validator": "getTurns_path",
        "names": [
          "sessionId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "getTurns_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "TurnList"
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
        "application/json": "TurnDelivery"
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
  "reportAvatar": {
    "id": "reportAvatar",
    "method": "POST",
    "path": "/internal/avatars/{avatarId}/status",
    "security": [
      "serviceToken"
    ],
    "parameters": {
      "path": {
        "validator": "reportAvatar_path",
        "names": [
          "avatarId"
        ],
        "lists": {}
      },
      "query": {
        "validator": "reportAvatar_query",
        "names": [],
        "lists": {}
      }
    },
    "body": {
      "required": true,
      "bytesMax": 16384,
      "content": {
        "application/json": "AvatarReported"
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
  "getSystemHealth": {
    "id": "getSystemHealth",
    "method": "GET",
    "path": "/api/system/health",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "query": {
        "validator": "getSystemHealth_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "SystemHealth"
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
  "getSystemChoices": {
    "id": "getSystemChoices",
    "method": "GET",
    "path": "/api/system/choices",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "query": {
        "validator": "getSystemChoices_query",
        "names": [],
        "lists": {}
      }
    },
    "responses": {
      "200": {
        "headers": [],
        "content": {
          "application/json": "SystemChoices"
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
  "previewFace": {
    "id": "previewFace",
    "method": "GET",
    "path": "/api/system/faces/{face}/preview",
    "security": [
      "bearerAuth",
      "passwordFlow"
    ],
    "parameters": {
      "path": {
        "validator": "previewFace_path",
        "names": [
          "face"
        ],
        "lists": {}
      },
      "query": {
        "validator": "previewFace_query",
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
  },
  "getHome": {
    "id": "getHome",
    "method": "GET",
    "path": "/",
    "security": [],
    "parameters": {
      "query": {
        "validator": "getHome_query",
        "names": [
          "lang"
        ],
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
          "application/problem+json": "Problem"
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
        "names": [
          "lang"
        ],
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
          "application/problem+json": "Problem"
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
export const backendMessages = {

};
