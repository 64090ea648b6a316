// Made by `bun run generate` from openapi/; changed there, never here.
import type { ServerSentEvent } from "../openapi/binding/server-sent-events.ts";

export interface paths {
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with e-mail and password
         * @description Takes JSON. The OAuth 2.0 password form (RFC 6749, section 4.3) is there for this page's Authorize button and for
         *     existing clients; it is off in production and answers 415 there.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a new access token
         * @description A refresh token works once. For 20 seconds it may come again, in case the answer was lost, until its successor is used; used
         *     again after that, it ends every token that came from the same sign-in.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends every token that came from the same sign-in. An unknown token is not an error.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's own password
         * @description Ends every other sign-in of the admin; the answer has the tokens of a new one.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out on all devices
         * @description Ends every sign-in of the admin; access tokens work until they run out.
         */
        post: operations["logoutEverywhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all admins, newest first
         * @description For owners.
         */
        get: operations["listAdmins"];
        put?: never;
        /**
         * Add an admin
         * @description For owners. Each admin has tutors, students and an audit log of their own, which nobody else sees.
         */
        post: operations["createAdmin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admins/{adminId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                adminId: components["parameters"]["AdminId"];
            };
            cookie?: never;
        };
        /**
         * Read an admin
         * @description For owners.
         */
        get: operations["getAdmin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Disable or enable an admin, or change the role
         * @description For owners, and never for their own account. Disabling ends every sign-in of the admin.
         */
        patch: operations["updateAdmin"];
        trace?: never;
    };
    "/api/admins/{adminId}/password": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                adminId: components["parameters"]["AdminId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an admin another password
         * @description For owners, and never for their own account. Ends every sign-in of the admin.
         */
        post: operations["resetAdminPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the keys that sign tickets and access tokens
         * @description For owners. Never the keys themselves.
         */
        get: operations["listKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a key
         * @description For owners. The new key is published at once, signs from 20 seconds later on, and what the old one signed goes on
         *     working until it ends by itself: nobody is signed out and no lesson ends.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/student/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in as a student of a tutor
         * @description A student belongs to one tutor; the same e-mail address may have accounts with several tutors.
         */
        post: operations["loginStudent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/student/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a new access token of a student
         * @description As `refresh`.
         */
        post: operations["refreshStudent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/student/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign a student out
         * @description As `logout`.
         */
        post: operations["logoutStudent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/student/auth/logout-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign a student out on all devices
         * @description As `logoutEverywhere`.
         */
        post: operations["logoutStudentEverywhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/student/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which student is signed in */
        get: operations["getStudentMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/student/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's own password
         * @description Ends every other sign-in of the student; the answer has the tokens of a new one.
         */
        post: operations["changeStudentPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the admin's tutors, newest first */
        get: operations["listTutors"];
        put?: never;
        /** Create a tutor */
        post: operations["createTutor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        /** Read a tutor */
        get: operations["getTutor"];
        put?: never;
        post?: never;
        /** Delete a tutor with its sessions and transcripts */
        delete: operations["deleteTutor"];
        options?: never;
        head?: never;
        /**
         * Change a tutor
         * @description With `If-Match`, a tutor that somebody else changed meanwhile is left alone (412).
         */
        patch: operations["updateTutor"];
        trace?: never;
    };
    "/api/tutors/{tutorId}/info": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        /** What anybody may know of a tutor */
        get: operations["getTutorInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/create-with-avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a tutor together with its avatar
         * @description Both are there afterwards, or neither: see `createAvatar` for the form, the file and the `Idempotency-Key`. Where the
         *     avatar cannot be made of the file after all, the tutor is there with a drawn face and the avatar says what to do.
         */
        post: operations["createTutorWithAvatar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatars/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an avatar
         * @description The file is the form's last part; it goes on to the engine as it comes and is never held here. The answer comes when all of
         *     it has arrived; `watchAvatar` tells how the avatar is made. An upload that is cut short, stands still for 30 seconds
         *     or that the engine refuses leaves nothing behind.
         *
         *     With an `Idempotency-Key` the fields are compared and the file is not: a repetition is answered before its file is read.
         *     An admin has 100 avatars at most (409), of which three at a time are uploaded or made (429).
         */
        post: operations["createAvatar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the admin's avatars, newest first */
        get: operations["listAvatars"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatars/{avatarId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                avatarId: components["parameters"]["AvatarId"];
            };
            cookie?: never;
        };
        /** Read an avatar */
        get: operations["getAvatar"];
        put?: never;
        post?: never;
        /**
         * Delete an avatar, here and on the engine
         * @description Where it is being made, that ends. An avatar that tutors have is not deleted (409, which names them): a tutor does not lose
         *     its face by accident. Lessons that show it already go on with it.
         */
        delete: operations["deleteAvatar"];
        options?: never;
        head?: never;
        /**
         * Change what is said of an avatar
         * @description With `If-Match`, an avatar that changed meanwhile is left alone (412). Its progress is no change.
         */
        patch: operations["updateAvatar"];
        trace?: never;
    };
    "/api/avatars/{avatarId}/start": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                avatarId: components["parameters"]["AvatarId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an avatar ready for its first lesson
         * @description Nobody needs it for a face of the engine's own, it only saves the first student a moment. On an avatar server it is
         *     maintenance: the server starts anew with this avatar, and students see the drawn face until it is back.
         */
        post: operations["startAvatar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatars/{avatarId}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                avatarId: components["parameters"]["AvatarId"];
            };
            cookie?: never;
        };
        /** The face at rest */
        get: operations["previewAvatar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatars/{avatarId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                avatarId: components["parameters"]["AvatarId"];
            };
            cookie?: never;
        };
        /**
         * How an avatar is made, until it is ready or has failed
         * @description Asked again after a lost connection it goes on with the avatar as it is. It ends without `ready` or `failed` where the
         *     avatar is deleted. This page shows a stream only after it has ended.
         */
        get: operations["watchAvatar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/visits": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Visit a public tutor as a guest
         * @description Opens a session and answers with the ticket that opens its lesson on the engine. An answer that is repeated for an `Idempotency-Key`
         *     holds the ticket of the first one, which may have run out: `createTicket` gives another.
         */
        post: operations["createVisit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/visits/{sessionId}/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on with a visit
         * @description Another ticket for the session of a visit, for whoever has the secret that the visit answered with: after a lost connection,
         *     or when the page was loaded again. The lesson goes on where it was.
         */
        post: operations["createTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver turns that the engine may not have delivered
         * @description A page keeps the receipts that the engine gave it and that nobody has said to be stored. They are signed by the engine and
         *     carry the turns. May be repeated, as `deliverTurns`.
         */
        post: operations["redeemReceipts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the sessions of all of one's tutors, newest first */
        get: operations["listAllSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        /** List a tutor's sessions, newest first */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a session with its transcript
         * @description A lesson that goes on in it ends.
         */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/sessions/{sessionId}/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        /** Read what was asked and what was heard */
        get: operations["getTranscript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        /** List a tutor's documents, newest first */
        get: operations["listDocuments"];
        put?: never;
        /**
         * Add a document
         * @description Reads the file, takes it apart into passages and indexes them; the tutor cites them from its next answer on. The answer comes when
         *     that is done, within half a minute. A file that the tutor has already is not added again: the answer is the one that is there. A file
         *     that cannot be read adds nothing, and the problem says why.
         */
        post: operations["createDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/documents/{documentId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                documentId: components["parameters"]["DocumentId"];
            };
            cookie?: never;
        };
        /** Read what is known of a document */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        /** Delete a document with its passages */
        delete: operations["deleteDocument"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/students": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        /** List a tutor's students, newest first */
        get: operations["listStudents"];
        put?: never;
        /** Add a student */
        post: operations["createStudent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/students/import": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add students from a table
         * @description A CSV file (RFC 4180, UTF-8) of at most 500 rows below a header with the columns `email`, `name` and, if you like, `password`, in
         *     any order; commas, semicolons or tabs between them. Every row is answered for. Unless `skipInvalid` is true, one bad row
         *     is enough for nothing to be imported.
         */
        post: operations["importStudents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/students/{studentId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                studentId: components["parameters"]["StudentId"];
            };
            cookie?: never;
        };
        /** Read a student */
        get: operations["getStudent"];
        put?: never;
        post?: never;
        /** Delete a student with the student's sessions and transcripts */
        delete: operations["deleteStudent"];
        options?: never;
        head?: never;
        /**
         * Change, disable or enable a student
         * @description Disabling ends every sign-in of the student.
         */
        patch: operations["updateStudent"];
        trace?: never;
    };
    "/api/tutors/{tutorId}/students/{studentId}/export": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                studentId: components["parameters"]["StudentId"];
            };
            cookie?: never;
        };
        /**
         * Download everything that is kept of a student
         * @description One JSON object a line: the student as `Student`, then each session as `Transcript`, newest first, sent as they are read. What is kept
         *     of a student is erased by `deleteStudent`.
         */
        get: operations["exportStudent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/students/{studentId}/password": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                studentId: components["parameters"]["StudentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a student another password
         * @description Ends every sign-in of the student.
         */
        post: operations["resetStudentPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tutors/{tutorId}/students/{studentId}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                studentId: components["parameters"]["StudentId"];
            };
            cookie?: never;
        };
        /** List a student's sessions, newest first */
        get: operations["listSessionsOfStudent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/student/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one's own sessions, newest first */
        get: operations["listStudentSessions"];
        put?: never;
        /**
         * Begin a session with one's tutor
         * @description The answer has the ticket that opens its lesson on the engine.
         */
        post: operations["createStudentSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/student/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        /** Read one's own session */
        get: operations["getStudentSession"];
        put?: never;
        post?: never;
        /**
         * Delete one's own session with its transcript
         * @description As `deleteSession`.
         */
        delete: operations["deleteStudentSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/student/sessions/{sessionId}/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on with one's own session */
        post: operations["createStudentTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/student/sessions/{sessionId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        /** What was asked and heard in one's own session, in order */
        get: operations["listStudentMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/student/sessions/{sessionId}/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        /** Read the transcript of one's own session */
        get: operations["getStudentTranscript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit-logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was done in one's tenancy, newest first */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit-logs/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download what was done in one's tenancy, newest first
         * @description All events that the filter lets pass, sent as they are read.
         */
        get: operations["exportAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit-logs/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that nothing in the audit log was changed, left out or cut off
         * @description Each event's hash covers the event and the hash before it; the check walks all of them.
         */
        get: operations["verifyAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Public keys of the tickets */
        get: operations["getJwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/tutors/{tutorId}/passages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The passages of a tutor's documents that speak of a question
         * @description By words, and by meaning as well where the question comes with a vector of the model that the passages were embedded with.
         */
        post: operations["findPassages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/tutors/{tutorId}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        /** Everything the engine needs to be this tutor */
        get: operations["getProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/lessons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say which lessons an engine has
         * @description An engine says so when a lesson begins or ends, and every ten seconds. A lesson that nobody has spoken of for thirty is not live any
         *     more. The answer names those that are to end: the session is gone, the account of the student or of the admin is disabled, or the
         *     student has more lessons at once than the tutor allows.
         */
        post: operations["reportLessons"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/sessions/{sessionId}/turns": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        /**
         * The last turns of a session
         * @description For an engine that goes on with a lesson which another one began.
         */
        get: operations["getTurns"];
        put?: never;
        /**
         * Store turns of a lesson
         * @description May be repeated: a turn is kept once for each (session, sequence), in its highest revision. Delivering the same or an
         *     older revision again changes nothing and is not an error.
         */
        post: operations["deliverTurns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/avatars/{avatarId}/status": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                avatarId: components["parameters"]["AvatarId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell how an avatar is being made
         * @description At each change, every few seconds in between, and at the end until it is taken. 404: nobody wants it any more, its files
         *     can go. 409: its upload is not finished here; tell again.
         */
        post: operations["reportAvatar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The service can do its work */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as /readyz */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/system/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the parts of the installation are, as this service sees them
         * @description For admins. Asks at most once in five seconds; what does not answer within three is down.
         */
        get: operations["getSystemHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/system/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the engine has for tutors
         * @description For admins. Asks at most once in five seconds; a list is null where what knows it does not answer within three.
         */
        get: operations["getSystemChoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/system/faces/{face}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                face: string;
            };
            cookie?: never;
        };
        /**
         * A drawn tutor that every engine has, at rest
         * @description One of `faces` in `getSystemChoices`. Avatars have pictures of their own, see `previewAvatar`.
         */
        get: operations["previewFace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getContract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Swagger UI */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/{asset}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                asset: components["parameters"]["Asset"];
            };
            cookie?: never;
        };
        /** A file of Swagger UI */
        get: operations["getDocsAsset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The admin console, for those who know the host only */
        get: operations["getHome"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The admin console */
        get: operations["getConsole"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/{asset}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                asset: components["parameters"]["Asset"];
            };
            cookie?: never;
        };
        /** A file of the console */
        get: operations["getConsoleAsset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Format: uuid
         * @description A UUIDv7 (RFC 9562).
         * @example 01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f
         */
        Id: string;
        /**
         * Format: date-time
         * @example 2026-11-22T09:30:00.000Z
         */
        Timestamp: string;
        /** @enum {string} */
        ProblemType: "invalid-json" | "invalid-offer" | "unauthorized" | "forbidden" | "not-found" | "method-not-allowed" | "conflict" | "precondition-failed" | "too-large" | "unsupported-media-type" | "invalid-request" | "too-many-requests" | "internal" | "unavailable";
        /** @description RFC 9457. `type` is relative to this document. */
        Problem: {
            type: components["schemas"]["ProblemType"];
            title: string;
            status: number;
            detail?: string;
            errors?: components["schemas"]["FieldError"][];
        };
        FieldError: {
            /** @description Where the field is: body, path, query or header. */
            in: string;
            /** @description A JSON pointer (RFC 6901) to the field. */
            pointer: string;
            detail: string;
        };
        Login: {
            /** @example head@school.example */
            email: string;
            /**
             * Format: password
             * @example a long sentence nobody guesses
             */
            password: string;
        };
        /** @description RFC 6749, section 4.3.2. Other fields that clients send are ignored. */
        PasswordForm: {
            grant_type?: string;
            username: string;
            /** Format: password */
            password: string;
        };
        RefreshToken: {
            refresh_token: string;
        };
        Tokens: {
            access_token: string;
            /** @constant */
            token_type: "Bearer";
            /** @description Life of the access token in seconds. */
            expires_in: number;
            refresh_token: string;
        };
        Admin: {
            id: components["schemas"]["Id"];
            email: string;
            role: components["schemas"]["AdminRole"];
            status: components["schemas"]["AccountStatus"];
            createdAt: components["schemas"]["Timestamp"];
        };
        /** @example kim@school.example */
        Email: string;
        /**
         * Format: password
         * @example three blue kites at noon
         */
        NewPassword: string;
        PasswordChange: {
            /** Format: password */
            currentPassword: string;
            newPassword: components["schemas"]["NewPassword"];
        };
        PasswordReset: {
            /** @description Without it one is made up. */
            password?: components["schemas"]["NewPassword"];
        };
        PasswordGiven: {
            password: components["schemas"]["MadeUpPassword"];
        };
        /** @description The password that was made up, told this once; null where one was given. */
        MadeUpPassword: string | null;
        /**
         * @description A disabled account cannot sign in, and what it holds stops working within the life of an access token.
         * @enum {string}
         */
        AccountStatus: "active" | "disabled";
        /**
         * @description An owner adds admins and replaces keys.
         * @enum {string}
         */
        AdminRole: "owner" | "admin";
        AdminCreate: {
            email: components["schemas"]["Email"];
            /** @default admin */
            role?: components["schemas"]["AdminRole"];
            /** @description Without it one is made up. */
            password?: components["schemas"]["NewPassword"];
        };
        AdminUpdate: {
            role?: components["schemas"]["AdminRole"];
            status?: components["schemas"]["AccountStatus"];
        };
        AdminCreated: {
            admin: components["schemas"]["Admin"];
            password: components["schemas"]["MadeUpPassword"];
        };
        AdminPage: {
            items: components["schemas"]["Admin"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @enum {string} */
        KeyPurpose: "ticket" | "access";
        KeyRotation: {
            purpose: components["schemas"]["KeyPurpose"];
        };
        SigningKeyList: {
            items: components["schemas"]["SigningKey"][];
        };
        SigningKey: {
            kid: string;
            purpose: components["schemas"]["KeyPurpose"];
            createdAt: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description Null for the active one.
             */
            retiredAt: string | null;
        };
        /** @enum {string} */
        AuditAction: "admin.sign-in" | "admin.refresh" | "admin.sign-out" | "admin.sign-out-everywhere" | "admin.change-password" | "admin.create" | "admin.update" | "admin.reset-password" | "key.rotate" | "student.sign-in" | "student.refresh" | "student.sign-out" | "student.sign-out-everywhere" | "student.change-password" | "student.create" | "student.import" | "student.update" | "student.reset-password" | "student.delete" | "student.export" | "tutor.create" | "tutor.update" | "tutor.delete" | "tutor.expire-sessions" | "avatar.create" | "avatar.update" | "avatar.start" | "avatar.delete" | "document.create" | "document.delete" | "session.create" | "session.delete";
        AuditEvent: {
            id: components["schemas"]["Id"];
            /** @description Its place in the log, without gaps. */
            sequence: number;
            occurredAt: components["schemas"]["Timestamp"];
            /** @enum {string} */
            actorKind: "admin" | "student" | "guest" | "nobody" | "service";
            /**
             * Format: uuid
             * @description Null for guests and for sign-ins that were refused.
             */
            actorId: string | null;
            action: components["schemas"]["AuditAction"];
            objectKind: string;
            /** @description Null where there is none. */
            objectId: string | null;
            /** @description Names of what was changed; never the values. */
            fields: string[];
            /** @description From where. */
            address: string;
            /** @enum {string} */
            outcome: "done" | "refused";
            /** @description The type of the problem that it was refused with; null for what was done, and for sign-ins that were merely wrong. */
            reason: string | null;
            /** @description SHA-256 of the event and of the hash before it, base64url. */
            hash: string;
        };
        AuditPage: {
            items: components["schemas"]["AuditEvent"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        AuditVerification: {
            intact: boolean;
            /** @description How many were found in order. */
            events: number;
            /** @description The first place where the log is not what it was. */
            brokenAt: number | null;
        };
        StudentLogin: {
            tutorId: components["schemas"]["Id"];
            /** @example kim@school.example */
            email: string;
            /** Format: password */
            password: string;
        };
        /** @example Kim */
        StudentName: string;
        StudentCreate: {
            email: components["schemas"]["Email"];
            name: components["schemas"]["StudentName"];
            /** @description Without it one is made up. */
            password?: components["schemas"]["NewPassword"];
        };
        StudentUpdate: {
            email?: components["schemas"]["Email"];
            name?: components["schemas"]["StudentName"];
            status?: components["schemas"]["AccountStatus"];
        };
        Student: {
            id: components["schemas"]["Id"];
            tutorId: components["schemas"]["Id"];
            /** @description Lower case. */
            email: string;
            name: string;
            status: components["schemas"]["AccountStatus"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        StudentCreated: {
            student: components["schemas"]["Student"];
            password: components["schemas"]["MadeUpPassword"];
        };
        StudentPage: {
            items: components["schemas"]["Student"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        ImportReport: {
            /** @description Students that were added. */
            imported: number;
            /** @description Rows that have faults. */
            invalid: number;
            rows: components["schemas"]["ImportedRow"][];
        };
        ImportedRow: {
            /** @description The line of the file on which the row begins. */
            line: number;
            email: string;
            name: string;
            /**
             * @description `valid`: nothing is wrong with it, but other rows kept the file from being imported.
             * @enum {string}
             */
            outcome: "imported" | "valid" | "invalid";
            faults: components["schemas"]["ImportFault"][];
            /** Format: uuid */
            studentId: string | null;
            password: components["schemas"]["MadeUpPassword"];
        };
        /**
         * @description `columns`: the row has more or fewer than the header. `email-repeated`: an earlier row has it. `email-taken`: a student of
         *     this tutor has it. `encoding`: the row is not UTF-8.
         * @enum {string}
         */
        ImportFault: "columns" | "email-missing" | "email-invalid" | "email-repeated" | "email-taken" | "name-missing" | "name-too-long" | "password-length" | "encoding";
        /** @example Ada */
        TutorName: string;
        /**
         * @description Whom the tutor teaches; answers are as hard as that.
         * @example Grade 8
         */
        Grade: string;
        /** @example Biology */
        Subject: string;
        Description: string;
        /**
         * @description BCP 47; the language the tutor speaks.
         * @example en
         */
        Language: string;
        /** @description Who the tutor is and how it teaches; the model's system prompt. */
        Persona: string;
        /** @description What the tutor says first; may be empty. */
        Greeting: string;
        /** @description Questions that the page offers. */
        Starters: string[];
        /** @description The course notes: Markdown or plain text. */
        Notes: string;
        /** @description A model of the engine's Ollama; null takes the first one there is. */
        Model: string | null;
        Temperature: number;
        /** @description A voice of the engine; null takes the language's default. */
        Voice: string | null;
        /**
         * @description The face: the id of an avatar, or a name that every engine has, such as that of a drawn tutor. While an avatar is not
         *     ready, and where there is no such face, a drawn one is shown.
         * @example ada
         */
        AvatarName: string;
        /**
         * @description Who may have lessons.
         * @enum {string}
         */
        Access: "public" | "enrolled";
        /**
         * @description What the tutor does when a student wants work done instead of explained: leads to the solution step by step, declines, or
         *     does it. Questions that aim at harm are declined whatever is set here.
         * @enum {string}
         */
        Homework: "guide" | "refuse" | "allow";
        /**
         * @description Who tells what a question wants, before it is answered; `model` asks the rules and then the language model.
         * @enum {string}
         */
        Guard: "rules" | "model";
        /**
         * @description What happens when `guard` is `model` and the model cannot tell: the rules decide, or the question is declined. Either way the
         *     turn is flagged `unchecked`.
         * @enum {string}
         */
        GuardFailure: "rules" | "refuse";
        /** @description Sessions in which nothing was said for so many days are deleted, with their transcripts; null keeps them. */
        RetentionDays: number | null;
        /** @description Lessons that one student may have at the same time, for example on two devices. */
        LessonsPerStudent: number;
        /**
         * @description Sites whose pages may show the tutor's page in a frame and call the services for it: scheme and host as browsers write an origin (RFC
         *     6454), without a default port or a slash. The services' own pages always may.
         */
        EmbedOrigins: string[];
        /**
         * Format: uri
         * @description The address of the tutor's page, to be given to students.
         */
        PageUrl: string;
        /**
         * @description What the guardrail found in a question; `unchecked` when the model that should have looked could not.
         * @enum {string}
         */
        TurnFlag: "homework" | "harmful" | "distress" | "unchecked";
        TutorCreate: {
            name: components["schemas"]["TutorName"];
            /** @default  */
            subject?: components["schemas"]["Subject"];
            /** @default  */
            grade?: components["schemas"]["Grade"];
            /** @default  */
            description?: components["schemas"]["Description"];
            /** @default en */
            language?: components["schemas"]["Language"];
            /** @default  */
            persona?: components["schemas"]["Persona"];
            /** @default  */
            greeting?: components["schemas"]["Greeting"];
            /** @default [] */
            starters?: components["schemas"]["Starters"];
            /** @default  */
            notes?: components["schemas"]["Notes"];
            /** @default null */
            model?: components["schemas"]["Model"];
            /** @default 0.4 */
            temperature?: components["schemas"]["Temperature"];
            /** @default null */
            voice?: components["schemas"]["Voice"];
            /** @default ada */
            avatar?: components["schemas"]["AvatarName"];
            /** @default enrolled */
            access?: components["schemas"]["Access"];
            /** @default guide */
            homework?: components["schemas"]["Homework"];
            /** @default rules */
            guard?: components["schemas"]["Guard"];
            /** @default rules */
            guardFailure?: components["schemas"]["GuardFailure"];
            /** @default null */
            retentionDays?: components["schemas"]["RetentionDays"];
            /** @default [] */
            embedOrigins?: components["schemas"]["EmbedOrigins"];
            /** @default 2 */
            lessonsPerStudent?: components["schemas"]["LessonsPerStudent"];
        };
        TutorUpdate: {
            name?: components["schemas"]["TutorName"];
            subject?: components["schemas"]["Subject"];
            grade?: components["schemas"]["Grade"];
            description?: components["schemas"]["Description"];
            language?: components["schemas"]["Language"];
            persona?: components["schemas"]["Persona"];
            greeting?: components["schemas"]["Greeting"];
            starters?: components["schemas"]["Starters"];
            notes?: components["schemas"]["Notes"];
            model?: components["schemas"]["Model"];
            temperature?: components["schemas"]["Temperature"];
            voice?: components["schemas"]["Voice"];
            avatar?: components["schemas"]["AvatarName"];
            access?: components["schemas"]["Access"];
            homework?: components["schemas"]["Homework"];
            guard?: components["schemas"]["Guard"];
            guardFailure?: components["schemas"]["GuardFailure"];
            retentionDays?: components["schemas"]["RetentionDays"];
            embedOrigins?: components["schemas"]["EmbedOrigins"];
            lessonsPerStudent?: components["schemas"]["LessonsPerStudent"];
        };
        Tutor: {
            id: components["schemas"]["Id"];
            /** @description Grows with every change. */
            version: number;
            name: components["schemas"]["TutorName"];
            subject: components["schemas"]["Subject"];
            grade: components["schemas"]["Grade"];
            description: components["schemas"]["Description"];
            language: components["schemas"]["Language"];
            persona: components["schemas"]["Persona"];
            greeting: components["schemas"]["Greeting"];
            starters: components["schemas"]["Starters"];
            notes: components["schemas"]["Notes"];
            model: components["schemas"]["Model"];
            temperature: components["schemas"]["Temperature"];
            voice: components["schemas"]["Voice"];
            avatar: components["schemas"]["AvatarName"];
            access: components["schemas"]["Access"];
            homework: components["schemas"]["Homework"];
            guard: components["schemas"]["Guard"];
            guardFailure: components["schemas"]["GuardFailure"];
            retentionDays: components["schemas"]["RetentionDays"];
            embedOrigins: components["schemas"]["EmbedOrigins"];
            lessonsPerStudent: components["schemas"]["LessonsPerStudent"];
            pageUrl: components["schemas"]["PageUrl"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        TutorPage: {
            items: components["schemas"]["Tutor"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @description Give it as `cursor` to get the next page; null on the last one. */
        NextCursor: string | null;
        TutorInfo: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["TutorName"];
            subject: components["schemas"]["Subject"];
            grade: components["schemas"]["Grade"];
            description: components["schemas"]["Description"];
            language: components["schemas"]["Language"];
            starters: components["schemas"]["Starters"];
            avatar: components["schemas"]["AvatarName"];
            access: components["schemas"]["Access"];
        };
        Profile: {
            id: components["schemas"]["Id"];
            version: number;
            name: components["schemas"]["TutorName"];
            subject: components["schemas"]["Subject"];
            grade: components["schemas"]["Grade"];
            language: components["schemas"]["Language"];
            persona: components["schemas"]["Persona"];
            greeting: components["schemas"]["Greeting"];
            notes: components["schemas"]["Notes"];
            model: components["schemas"]["Model"];
            temperature: components["schemas"]["Temperature"];
            voice: components["schemas"]["Voice"];
            /** @description What the engine calls the face. */
            avatar: string;
            access: components["schemas"]["Access"];
            /** @description Of the avatar; 0 where the tutor has none of the school's own. */
            avatarVersion: number;
            pack: components["schemas"]["PackHash"];
            homework: components["schemas"]["Homework"];
            guard: components["schemas"]["Guard"];
            guardFailure: components["schemas"]["GuardFailure"];
            embedOrigins: components["schemas"]["EmbedOrigins"];
        };
        /** @example The light reactions.pdf */
        DocumentTitle: string;
        /** @enum {string} */
        DocumentKind: "markdown" | "text" | "pdf" | "docx";
        Document: {
            id: components["schemas"]["Id"];
            title: components["schemas"]["DocumentTitle"];
            kind: components["schemas"]["DocumentKind"];
            bytes: number;
            sha256: string;
            /** @description Null for files without pages. */
            pages: number | null;
            /** @description Of its text. */
            characters: number;
            passages: number;
            /** @description Letters or whole pages are missing from the file's text, as in a scanned book. */
            hasPoorText: boolean;
            createdAt: components["schemas"]["Timestamp"];
        };
        DocumentPage: {
            items: components["schemas"]["Document"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        PassageQuery: {
            question: string;
            /** @default 5 */
            limit?: number;
            embedding?: components["schemas"]["Embedding"];
        };
        Embedding: {
            model: string;
            vector: number[];
        };
        Passage: {
            documentId: components["schemas"]["Id"];
            title: components["schemas"]["DocumentTitle"];
            page: number | null;
            /** @description Outermost first. */
            headings: string[];
            text: string;
        };
        PassageList: {
            passages: components["schemas"]["Passage"][];
        };
        /**
         * @description Each of the admin's avatars has another.
         * @example anna
         */
        AvatarLabel: string;
        /** @example Anna in the library */
        AvatarDisplayName: string;
        /**
         * @description `drawn`: a drawn tutor, no file. `video` and `photo`: made by the engine from the file. `mageurite` and names that begin with
         *     `mageurite_`: made by the avatar server from a video.
         * @example video
         */
        AvatarKind: string;
        /**
         * @description `starting`: it is ready and being started.
         * @enum {string}
         */
        AvatarStatus: "uploading" | "processing" | "ready" | "starting" | "failed" | "deleting";
        AvatarForm: {
            name: components["schemas"]["AvatarLabel"];
            /** @description The label unless given. */
            displayName?: components["schemas"]["AvatarDisplayName"];
            kind: components["schemas"]["AvatarKind"];
            /**
             * @description For `drawn`, and needed there: which tutor.
             * @example ada
             */
            preset?: string;
            /**
             * @description As in the avatar.
             * @example slt
             */
            voice?: string;
            consentBy?: components["schemas"]["ConsentBy"];
            /**
             * Format: date-time
             * @description When they agreed; now, unless given.
             */
            consentAt?: string;
            /**
             * Format: binary
             * @description The video or the photo, up to 200 MB; the last part of the form.
             */
            file?: Blob;
        };
        /**
         * @description Needed unless drawn. Who agreed that their face is used, or who agreed for them.
         * @example Anna Example
         */
        ConsentBy: string;
        TutorWithAvatarForm: {
            /** @description As JSON; its `avatar` becomes the one that is made. */
            tutor: components["schemas"]["TutorCreate"];
            name: components["schemas"]["AvatarLabel"];
            /** @description The label unless given. */
            displayName?: components["schemas"]["AvatarDisplayName"];
            kind: components["schemas"]["AvatarKind"];
            /**
             * @description For `drawn`, and needed there: which tutor.
             * @example ada
             */
            preset?: string;
            consentBy?: components["schemas"]["ConsentBy"];
            /**
             * Format: date-time
             * @description When they agreed; now, unless given.
             */
            consentAt?: string;
            /**
             * Format: binary
             * @description The video or the photo, up to 200 MB; the last part of the form.
             */
            file?: Blob;
        };
        AvatarUpdate: {
            displayName?: components["schemas"]["AvatarDisplayName"];
            voice?: components["schemas"]["Voice"];
        };
        Avatar: {
            id: components["schemas"]["Id"];
            /** @description Grows with every change, progress excepted. */
            version: number;
            name: components["schemas"]["AvatarLabel"];
            displayName: components["schemas"]["AvatarDisplayName"];
            kind: components["schemas"]["AvatarKind"];
            /** @description The voice of its tutors that name none; null takes the language's default. */
            voice: components["schemas"]["Voice"];
            status: components["schemas"]["AvatarStatus"];
            stage: components["schemas"]["AvatarStage"];
            /** @description Of what is being done; null where it is not known. */
            progress: number | null;
            /** @description Where it failed: why, and what to do. */
            error: string | null;
            notes: components["schemas"]["AvatarNotes"];
            /** @description Path of the picture; null where there is none yet. */
            preview: string | null;
            /**
             * Format: uri
             * @description Where it is shown.
             */
            engineUrl: string;
            /** @description SHA-256 of the file; null where there was none. */
            sourceHash: string | null;
            sourceBytes: number;
            /** @description Null for a drawn tutor. */
            consent: components["schemas"]["AvatarConsent"] | null;
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        /** @description What is being done: waiting, probe, track, loop, mouths, pack; null where it is not known. */
        AvatarStage: string | null;
        /** @description What could be better. */
        AvatarNotes: string[];
        AvatarConsent: {
            givenBy: components["schemas"]["ConsentBy"];
            givenAt: components["schemas"]["Timestamp"];
        };
        AvatarPage: {
            items: components["schemas"]["Avatar"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        TutorWithAvatar: {
            tutor: components["schemas"]["Tutor"];
            avatar: components["schemas"]["Avatar"];
        };
        AvatarReported: {
            /** @enum {string} */
            state: "running" | "done" | "failed";
            stage?: components["schemas"]["AvatarStage"];
            progress?: number | null;
            error?: string | null;
            notes?: components["schemas"]["AvatarNotes"];
            pack?: components["schemas"]["PackHash"];
        };
        /** @description SHA-256 of the face's file, by which every engine finds it; null where it has none. */
        PackHash: string | null;
        VisitCreate: {
            /**
             * @description What the tutor may call the guest.
             * @example Kim
             */
            name?: string;
        };
        Visit: {
            session: components["schemas"]["Session"];
            secret: components["schemas"]["VisitSecret"];
            /**
             * Format: uri
             * @description Where the lesson takes place.
             */
            engine_url: string;
            /** @description A signed JWT (EdDSA): the right to start this session on the engine. */
            ticket: string;
            ticket_expires_at: components["schemas"]["Timestamp"];
        };
        /** @description Whoever shows it may go on with the session. */
        VisitSecret: string;
        TicketCreate: {
            secret: components["schemas"]["VisitSecret"];
        };
        TicketGiven: {
            /**
             * Format: uri
             * @description Where the lesson takes place.
             */
            engine_url: string;
            /** @description As in a visit. */
            ticket: string;
            ticket_expires_at: components["schemas"]["Timestamp"];
        };
        StudentSession: {
            session: components["schemas"]["Session"];
            /**
             * Format: uri
             * @description Where the lesson takes place.
             */
            engine_url: string;
            /** @description As in a visit. */
            ticket: string;
            ticket_expires_at: components["schemas"]["Timestamp"];
        };
        Receipts: {
            receipts: string[];
        };
        /** @description What a receipt says. Its header has `alg` HS256 and `typ` turn-receipt+jwt. */
        ReceiptClaims: {
            /** @constant */
            iss: "virtual-tutor-engine";
            /** @constant */
            aud: "virtual-tutor-backend";
            /** @description The session. */
            sub: components["schemas"]["Id"];
            turn: components["schemas"]["Turn"];
        };
        ReceiptsRedeemed: {
            stored: number;
            /** @description Not signed by an engine of this school, or of a session that is gone. */
            refused: number;
        };
        Session: {
            id: components["schemas"]["Id"];
            tutorId: components["schemas"]["Id"];
            /**
             * Format: uuid
             * @description Null for a guest.
             */
            studentId: string | null;
            /** @description Null for a guest. */
            studentName: string | null;
            guestName: string | null;
            startedAt: components["schemas"]["Timestamp"];
            /** Format: date-time */
            lastTurnAt: string | null;
            turnCount: number;
            /** @description A lesson goes on in it now. */
            live: boolean;
        };
        SessionPage: {
            items: components["schemas"]["Session"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @description One question and what was heard of its answer. */
        Turn: {
            /** @description Place in the session. */
            sequence: number;
            /** @description Grows each time the turn is delivered again. */
            revision: number;
            /** @description The student's words; null for the greeting. */
            question: string | null;
            /** @description What the tutor wrote. */
            answer: string;
            /** @description What the student heard of it. */
            heard: string;
            /** @description False while the answer is being written, and where it was left unfinished; absent: it was written to its end. */
            answerWhole?: boolean;
            outcome: components["schemas"]["TurnOutcome"];
            /**
             * @description Who answered; `guardrail`: the question was declined before anybody was asked.
             * @enum {string}
             */
            source: "greeting" | "model" | "notes" | "guardrail";
            flags: components["schemas"]["TurnFlag"][];
            /**
             * @description What the student thinks of the answer.
             * @enum {string|null}
             */
            rating?: "good" | "poor" | null;
            /** @description What the answer names as its sources, as `[1]` and so on. */
            citations?: components["schemas"]["Citation"][];
            startedAt: components["schemas"]["Timestamp"];
            /** Format: date-time */
            endedAt: string | null;
        };
        Citation: {
            number: number;
            /** @description Of the document; null for the notes in the tutor's settings. */
            title: string | null;
            page: number | null;
            /** @description Outermost first. */
            headings: string[];
        };
        /**
         * @description `interrupted`: by the student. `cut`: the connection or the engine went away; the next turn goes on from there.
         * @enum {string}
         */
        TurnOutcome: "open" | "complete" | "interrupted" | "failed" | "cut";
        LessonReport: {
            /** @description Sessions whose lesson goes on. */
            running: components["schemas"]["SessionIds"];
            /** @description Sessions whose lesson has ended since the last report. */
            over: components["schemas"]["SessionIds"];
        };
        SessionIds: components["schemas"]["Id"][];
        LessonVerdict: {
            /** @description Those of `running` whose lesson is to end. */
            end: {
                session: components["schemas"]["Id"];
                reason: components["schemas"]["EndReason"];
            }[];
        };
        /**
         * @description `gone`: the tutor or the student was deleted, or the admin is disabled. `disabled`: the student is. `replaced`: the student has
         *     more lessons at once than the tutor allows, and this is not one of the first.
         * @enum {string}
         */
        EndReason: "gone" | "disabled" | "replaced";
        TurnDelivery: {
            turns: components["schemas"]["Turn"][];
        };
        TurnList: {
            turns: components["schemas"]["Turn"][];
        };
        Transcript: {
            session: components["schemas"]["Session"];
            turns: components["schemas"]["Turn"][];
        };
        MessagePage: {
            items: components["schemas"]["Message"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        Message: {
            /** @description The turn that it belongs to. */
            sequence: number;
            /** @enum {string} */
            role: "student" | "tutor";
            /** @description The student's words, or what the student heard of the tutor's. */
            text: string;
            outcome: components["schemas"]["TurnOutcome"];
            sentAt: components["schemas"]["Timestamp"];
        };
        Jwks: {
            keys: components["schemas"]["PublicKey"][];
        };
        /** @description An Ed25519 key (RFC 8037). */
        PublicKey: {
            /** @constant */
            kty: "OKP";
            /** @constant */
            crv: "Ed25519";
            x: string;
            kid: string;
            /** @constant */
            alg: "EdDSA";
            /** @constant */
            use: "sig";
        };
        Liveness: {
            /** @constant */
            status: "live";
        };
        Readiness: {
            /** @constant */
            status: "ready";
            /** @description Each part the service needs, by name. */
            checks: {
                [key: string]: string;
            };
        };
        SystemHealth: {
            checkedAt: components["schemas"]["Timestamp"];
            parts: components["schemas"]["SystemPart"][];
        };
        SystemChoices: {
            /** @description For a tutor's `voice`. */
            voices: {
                id: string;
                /** @example Ray (Flite) */
                label: string;
                /** @description BCP 47; null: any. */
                language: string | null;
            }[] | null;
            /** @description For a tutor's `model`. */
            models: string[] | null;
            /** @description For a tutor's `avatar`, besides the ids of avatars. */
            faces: string[] | null;
            /** @description For an avatar's `kind`; those that can be made now. */
            kinds: {
                id: string;
                /** @description Media types of the file; empty where none is taken. */
                accepts: string[];
                bytesMax: number;
            }[] | null;
        };
        SystemPart: {
            /** @enum {string} */
            name: "database" | "engine" | "ollama" | "mageurite";
            /**
             * @description `off`: it is not configured. `unknown`: the engine, which alone knows, does not answer.
             * @enum {string}
             */
            state: "ok" | "down" | "off" | "unknown";
            /** @description What was found, or what is wrong; English. */
            detail: string;
        };
    };
    responses: {
        /** @description The body cannot be read */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Credentials are missing or not valid */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not allowed */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such object, or it is somebody else's */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description In conflict with what is there */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Somebody else changed it meanwhile */
        PreconditionFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body's media type is not one of those above */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A field does not conform */
        InvalidRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many; `Retry-After` says in how many seconds to try again */
        TooManyRequests: {
            headers: {
                "Retry-After"?: string;
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not available right now */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The session and its turns in order */
        Transcript: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Transcript"];
                "text/markdown": string;
            };
        };
        /** @description The page */
        Console: {
            headers: {
                "Content-Security-Policy": string;
                [name: string]: unknown;
            };
            content: {
                "text/html": Blob;
            };
        };
        /** @description The file */
        Asset: {
            headers: {
                "Cache-Control": string;
                [name: string]: unknown;
            };
            content: {
                "text/javascript": Blob;
                "text/css": Blob;
                "image/png": Blob;
                "image/svg+xml": Blob;
            };
        };
    };
    parameters: {
        TutorId: components["schemas"]["Id"];
        AvatarId: components["schemas"]["Id"];
        SessionId: components["schemas"]["Id"];
        AdminId: components["schemas"]["Id"];
        DocumentId: components["schemas"]["Id"];
        StudentId: components["schemas"]["Id"];
        /** @description The `nextCursor` of the page before. */
        SequenceCursor: string;
        /** @description Who did it. */
        AuditActor: components["schemas"]["Id"];
        AuditAction: components["schemas"]["AuditAction"];
        /** @description To what. */
        AuditObject: components["schemas"]["Id"];
        AuditOutcome: "done" | "refused";
        /** @description From this moment on. */
        AuditFrom: string;
        /** @description Before this moment. */
        AuditUntil: string;
        /** @description The page's language (BCP 47); without it the browser's. */
        PageLanguage: string;
        /** @description `service`, for owners: what belongs to no tenancy, such as sign-ins to accounts that do not exist. */
        AuditScope: "own" | "service";
        /**
         * @description A word that nobody can guess, made up anew for each thing to be created, such as a UUID. Within 24 hours the same request
         *     with the same key is answered with the same reply and creates nothing; with another request it is a 422, and while the first
         *     one is being answered a 409.
         */
        IdempotencyKey: string;
        TranscriptFormat: "json" | "markdown";
        Asset: string;
        /** @description The `nextCursor` of the page before. */
        Cursor: components["schemas"]["Id"];
        /** @description Only sessions in which a lesson goes on now, or only the others. */
        Live: boolean;
        Limit: number;
    };
    requestBodies: never;
    headers: {
        /** @description How many tries are left and in how many seconds all of them are back (draft-ietf-httpapi-ratelimit-headers-11). */
        RateLimit: string;
        /** @description How many tries there are in how many seconds. */
        RateLimitPolicy: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "head@school.example",
                 *       "password": "a long sentence nobody guesses"
                 *     }
                 */
                "application/json": components["schemas"]["Login"];
                /**
                 * @example {
                 *       "grant_type": "password",
                 *       "username": "head@school.example",
                 *       "password": "a long sentence nobody guesses"
                 *     }
                 */
                "application/x-www-form-urlencoded": components["schemas"]["PasswordForm"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    "Cache-Control": string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "iF4mJ0vXkQ2sT8uW3yZ5aB7cD9eG1hL6nP0rS2tU4vX"
                 *     }
                 */
                "application/json": components["schemas"]["RefreshToken"];
            };
        };
        responses: {
            /** @description New tokens */
            200: {
                headers: {
                    "Cache-Control": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "iF4mJ0vXkQ2sT8uW3yZ5aB7cD9eG1hL6nP0rS2tU4vX"
                 *     }
                 */
                "application/json": components["schemas"]["RefreshToken"];
            };
        };
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The admin of this access token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Admin"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "currentPassword": "a long sentence nobody guesses",
                 *       "newPassword": "an even longer sentence"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    "Cache-Control": string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    logoutEverywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    listAdmins: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of admins */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    createAdmin: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A word that nobody can guess, made up anew for each thing to be created, such as a UUID. Within 24 hours the same request
                 *     with the same key is answered with the same reply and creates nothing; with another request it is a 422, and while the first
                 *     one is being answered a 409.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "maths@school.example"
                 *     }
                 */
                "application/json": components["schemas"]["AdminCreate"];
            };
        };
        responses: {
            /** @description Added */
            201: {
                headers: {
                    Location: string;
                    "Cache-Control": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminCreated"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    getAdmin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                adminId: components["parameters"]["AdminId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The admin */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Admin"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    updateAdmin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                adminId: components["parameters"]["AdminId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "disabled"
                 *     }
                 */
                "application/json": components["schemas"]["AdminUpdate"];
            };
        };
        responses: {
            /** @description The admin as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Admin"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    resetAdminPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                adminId: components["parameters"]["AdminId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "Cache-Control": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordGiven"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that verify now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeyList"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "purpose": "access"
                 *     }
                 */
                "application/json": components["schemas"]["KeyRotation"];
            };
        };
        responses: {
            /** @description The keys as they are now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeyList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    loginStudent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "tutorId": "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f",
                 *       "email": "kim@school.example",
                 *       "password": "three blue kites at noon"
                 *     }
                 */
                "application/json": components["schemas"]["StudentLogin"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    "Cache-Control": string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    refreshStudent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "iF4mJ0vXkQ2sT8uW3yZ5aB7cD9eG1hL6nP0rS2tU4vX"
                 *     }
                 */
                "application/json": components["schemas"]["RefreshToken"];
            };
        };
        responses: {
            /** @description New tokens */
            200: {
                headers: {
                    "Cache-Control": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    logoutStudent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "iF4mJ0vXkQ2sT8uW3yZ5aB7cD9eG1hL6nP0rS2tU4vX"
                 *     }
                 */
                "application/json": components["schemas"]["RefreshToken"];
            };
        };
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    logoutStudentEverywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getStudentMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The student of this access token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Student"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    changeStudentPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "currentPassword": "three blue kites at noon",
                 *       "newPassword": "four red boats at dawn"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    "Cache-Control": string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    listTutors: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of tutors */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TutorPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    createTutor: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A word that nobody can guess, made up anew for each thing to be created, such as a UUID. Within 24 hours the same request
                 *     with the same key is answered with the same reply and creates nothing; with another request it is a 422, and while the first
                 *     one is being answered a 409.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ada",
                 *       "subject": "Biology",
                 *       "access": "enrolled",
                 *       "starters": [
                 *         "Why are leaves green?"
                 *       ],
                 *       "embedOrigins": [
                 *         "https://school.example"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["TutorCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    Location: string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tutor"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    getTutor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tutor */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tutor"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    deleteTutor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    updateTutor: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "subject": "Botany",
                 *       "access": "public"
                 *     }
                 */
                "application/json": components["schemas"]["TutorUpdate"];
            };
        };
        responses: {
            /** @description The tutor as it is now */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tutor"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getTutorInfo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The public part of a tutor */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TutorInfo"];
                };
            };
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    createTutorWithAvatar: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A word that nobody can guess, made up anew for each thing to be created, such as a UUID. Within 24 hours the same request
                 *     with the same key is answered with the same reply and creates nothing; with another request it is a 422, and while the first
                 *     one is being answered a 409.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["TutorWithAvatarForm"];
            };
        };
        responses: {
            /** @description Both were created; the avatar is being made */
            201: {
                headers: {
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TutorWithAvatar"];
                };
            };
            401: components["responses"]["Unauthorized"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAvatar: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A word that nobody can guess, made up anew for each thing to be created, such as a UUID. Within 24 hours the same request
                 *     with the same key is answered with the same reply and creates nothing; with another request it is a 422, and while the first
                 *     one is being answered a 409.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["AvatarForm"];
            };
        };
        responses: {
            /** @description Created; it is being made */
            201: {
                headers: {
                    Location: string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Avatar"];
                };
            };
            401: components["responses"]["Unauthorized"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAvatars: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of avatars */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvatarPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                avatarId: components["parameters"]["AvatarId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The avatar */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Avatar"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    deleteAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                avatarId: components["parameters"]["AvatarId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted everywhere */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateAvatar: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                avatarId: components["parameters"]["AvatarId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "displayName": "Anna in the library"
                 *     }
                 */
                "application/json": components["schemas"]["AvatarUpdate"];
            };
        };
        responses: {
            /** @description The avatar as it is now */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Avatar"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    startAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                avatarId: components["parameters"]["AvatarId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is being started */
            202: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Avatar"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    previewAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                avatarId: components["parameters"]["AvatarId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    "Cache-Control": string;
                    [name: string]: unknown;
                };
                content: {
                    "image/png": Blob;
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    watchAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                avatarId: components["parameters"]["AvatarId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The avatar now and after each change; the stream ends when it is ready or has failed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": AsyncIterable<ServerSentEvent<components["schemas"]["Avatar"]>>;
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    createVisit: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A word that nobody can guess, made up anew for each thing to be created, such as a UUID. Within 24 hours the same request
                 *     with the same key is answered with the same reply and creates nothing; with another request it is a 422, and while the first
                 *     one is being answered a 409.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Kim"
                 *     }
                 */
                "application/json": components["schemas"]["VisitCreate"];
            };
        };
        responses: {
            /** @description A session, and the ticket to start it */
            201: {
                headers: {
                    Location: string;
                    "Cache-Control": string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Visit"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    createTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "secret": "mZ3kQ8sT1uW5yB7cD9eG0hL2nP4rS6tU8vX1aC3eF5g"
                 *     }
                 */
                "application/json": components["schemas"]["TicketCreate"];
            };
        };
        responses: {
            /** @description The ticket */
            200: {
                headers: {
                    "Cache-Control": string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketGiven"];
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    redeemReceipts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "receipts": [
                 *         "eyJhbGciOiJIUzI1NiIsInR5cCI6InR1cm4tcmVjZWlwdCtqd3QifQ.e30.c2lnbmF0dXJl"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["Receipts"];
            };
        };
        responses: {
            /** @description Each of them was stored or refused for good; the page can forget them */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptsRedeemed"];
                };
            };
            400: components["responses"]["BadRequest"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    listAllSessions: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
                /** @description Only sessions in which a lesson goes on now, or only the others. */
                live?: components["parameters"]["Live"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
                /** @description Only sessions in which a lesson goes on now, or only the others. */
                live?: components["parameters"]["Live"];
            };
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getTranscript: {
        parameters: {
            query?: {
                format?: components["parameters"]["TranscriptFormat"];
            };
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Transcript"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    listDocuments: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of documents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    createDocument: {
        parameters: {
            query: {
                /** @description What the students see beside a quotation, such as the file's name. */
                title: components["schemas"]["DocumentTitle"];
            };
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example # The light reactions
                 *
                 *     Chlorophyll absorbs red and blue light.
                 */
                "text/markdown": Blob;
                /** @example Chlorophyll absorbs red and blue light. */
                "text/plain": Blob;
                "application/pdf": Blob;
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Blob;
            };
        };
        responses: {
            /** @description The tutor has this file already */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description Added */
            201: {
                headers: {
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                documentId: components["parameters"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document, without its text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    deleteDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                documentId: components["parameters"]["DocumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted; no later answer cites it */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    listStudents: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
                /** @description Only students whose name or e-mail address contains this, in whatever case. */
                search?: string;
                status?: components["schemas"]["AccountStatus"];
            };
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of students */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudentPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    createStudent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A word that nobody can guess, made up anew for each thing to be created, such as a UUID. Within 24 hours the same request
                 *     with the same key is answered with the same reply and creates nothing; with another request it is a 422, and while the first
                 *     one is being answered a 409.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "kim@school.example",
                 *       "name": "Kim",
                 *       "password": "three blue kites at noon"
                 *     }
                 */
                "application/json": components["schemas"]["StudentCreate"];
            };
        };
        responses: {
            /** @description Added */
            201: {
                headers: {
                    Location: string;
                    "Cache-Control": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudentCreated"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    importStudents: {
        parameters: {
            query?: {
                skipInvalid?: boolean;
            };
            header?: {
                /**
                 * @description A word that nobody can guess, made up anew for each thing to be created, such as a UUID. Within 24 hours the same request
                 *     with the same key is answered with the same reply and creates nothing; with another request it is a 422, and while the first
                 *     one is being answered a 409.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example email,name,password
                 *     mo@school.example,Mo,
                 *     lu@school.example,Lu,long enough
                 */
                "text/csv": string;
            };
        };
        responses: {
            /** @description What became of each row */
            200: {
                headers: {
                    "Cache-Control": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    getStudent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                studentId: components["parameters"]["StudentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The student */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Student"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    deleteStudent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                studentId: components["parameters"]["StudentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    updateStudent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                studentId: components["parameters"]["StudentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "disabled"
                 *     }
                 */
                "application/json": components["schemas"]["StudentUpdate"];
            };
        };
        responses: {
            /** @description The student as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Student"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    exportStudent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                studentId: components["parameters"]["StudentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lines */
            200: {
                headers: {
                    "Content-Disposition": string;
                    "Cache-Control": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": Blob;
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    resetStudentPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                studentId: components["parameters"]["StudentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "Cache-Control": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordGiven"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    listSessionsOfStudent: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
                studentId: components["parameters"]["StudentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    listStudentSessions: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    createStudentSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A word that nobody can guess, made up anew for each thing to be created, such as a UUID. Within 24 hours the same request
                 *     with the same key is answered with the same reply and creates nothing; with another request it is a 422, and while the first
                 *     one is being answered a 409.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A session, and the ticket to start it */
            201: {
                headers: {
                    Location: string;
                    "Cache-Control": string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudentSession"];
                };
            };
            401: components["responses"]["Unauthorized"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    getStudentSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    deleteStudentSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    createStudentTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Another ticket */
            200: {
                headers: {
                    "Cache-Control": string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketGiven"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    listStudentMessages: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["SequenceCursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The messages of at most `limit` turns */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getStudentTranscript: {
        parameters: {
            query?: {
                format?: components["parameters"]["TranscriptFormat"];
            };
            header?: never;
            path: {
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Transcript"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["SequenceCursor"];
                limit?: components["parameters"]["Limit"];
                /** @description Who did it. */
                actor?: components["parameters"]["AuditActor"];
                action?: components["parameters"]["AuditAction"];
                /** @description To what. */
                object?: components["parameters"]["AuditObject"];
                outcome?: components["parameters"]["AuditOutcome"];
                /** @description From this moment on. */
                from?: components["parameters"]["AuditFrom"];
                /** @description Before this moment. */
                until?: components["parameters"]["AuditUntil"];
                /** @description `service`, for owners: what belongs to no tenancy, such as sign-ins to accounts that do not exist. */
                scope?: components["parameters"]["AuditScope"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    exportAuditEvents: {
        parameters: {
            query?: {
                format?: "csv" | "jsonl";
                /** @description Who did it. */
                actor?: components["parameters"]["AuditActor"];
                action?: components["parameters"]["AuditAction"];
                /** @description To what. */
                object?: components["parameters"]["AuditObject"];
                outcome?: components["parameters"]["AuditOutcome"];
                /** @description From this moment on. */
                from?: components["parameters"]["AuditFrom"];
                /** @description Before this moment. */
                until?: components["parameters"]["AuditUntil"];
                /** @description `service`, for owners: what belongs to no tenancy, such as sign-ins to accounts that do not exist. */
                scope?: components["parameters"]["AuditScope"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV (RFC 4180) with a header, or one `AuditEvent` a line */
            200: {
                headers: {
                    "Content-Disposition": string;
                    "Cache-Control": string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": Blob;
                    "application/jsonl": Blob;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    verifyAuditEvents: {
        parameters: {
            query?: {
                /** @description `service`, for owners: what belongs to no tenancy, such as sign-ins to accounts that do not exist. */
                scope?: components["parameters"]["AuditScope"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the check found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getJwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JSON Web Key Set (RFC 7517) */
            200: {
                headers: {
                    "Cache-Control": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jwks"];
                };
            };
            422: components["responses"]["InvalidRequest"];
        };
    };
    findPassages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "question": "What does chlorophyll do?",
                 *       "limit": 5
                 *     }
                 */
                "application/json": components["schemas"]["PassageQuery"];
            };
        };
        responses: {
            /** @description Best first; none where no passage speaks of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PassageList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                tutorId: components["parameters"]["TutorId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile */
            200: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description The profile has not changed */
            304: {
                headers: {
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    reportLessons: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "running": [
                 *         "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f"
                 *       ],
                 *       "over": []
                 *     }
                 */
                "application/json": components["schemas"]["LessonReport"];
            };
        };
        responses: {
            /** @description What is to end */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonVerdict"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getTurns: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At most 50, in order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TurnList"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    deliverTurns: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "turns": [
                 *         {
                 *           "sequence": 0,
                 *           "revision": 0,
                 *           "question": null,
                 *           "answer": "Hello, I am Ada.",
                 *           "heard": "Hello, I am Ada.",
                 *           "outcome": "complete",
                 *           "source": "greeting",
                 *           "flags": [],
                 *           "startedAt": "2026-11-22T09:30:00.000Z",
                 *           "endedAt": "2026-11-22T09:30:02.000Z"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["TurnDelivery"];
            };
        };
        responses: {
            /** @description All of them are stored */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    reportAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                avatarId: components["parameters"]["AvatarId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "state": "running",
                 *       "stage": "track",
                 *       "progress": 0.4
                 *     }
                 */
                "application/json": components["schemas"]["AvatarReported"];
            };
        };
        responses: {
            /** @description Noted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            422: components["responses"]["InvalidRequest"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSystemHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each part once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemHealth"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getSystemChoices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Voices, language models, faces, and what avatars are made with */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemChoices"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    previewFace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                face: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    "Cache-Control": string;
                    [name: string]: unknown;
                };
                content: {
                    "image/png": Blob;
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    getContract: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contract, byte for byte */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": Blob;
                };
            };
            422: components["responses"]["InvalidRequest"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    "Content-Security-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            422: components["responses"]["InvalidRequest"];
        };
    };
    getDocsAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                asset: components["parameters"]["Asset"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Asset"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getHome: {
        parameters: {
            query?: {
                /** @description The page's language (BCP 47); without it the browser's. */
                lang?: components["parameters"]["PageLanguage"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Console"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getConsole: {
        parameters: {
            query?: {
                /** @description The page's language (BCP 47); without it the browser's. */
                lang?: components["parameters"]["PageLanguage"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Console"];
            422: components["responses"]["InvalidRequest"];
        };
    };
    getConsoleAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                asset: components["parameters"]["Asset"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Asset"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
        };
    };
}
