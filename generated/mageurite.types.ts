// Made by `bun run generate` from openapi/; changed there, never here.
export interface paths {
    "/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a session
         * @description One audio and one video section, both recvonly, fully gathered with `a=end-of-candidates`. A reply counts as good only
         *     when it conforms to OfferAnswer, whatever its status: a full server answers 200 without `sdp`.
         */
        post: operations["offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/human": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say a text
         * @description Answers at once; texts are said one after the other. Never called in parallel for one session.
         */
        post: operations["say"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/humanaudio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say a recording
         * @description 16 kHz mono WAV of a whole number of 20 ms pieces; a shorter tail is cut off.
         */
        post: operations["sayAudio"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interrupt_talk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop talking
         * @description What is composed already is still played, for one to three seconds.
         */
        post: operations["interrupt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/is_speaking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether speech is being composed */
        post: operations["isSpeaking"];
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
        /** Some forks only */
        get: operations["forkHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When sentences start and end (the newest only) */
        get: operations["speechEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sessions that go on */
        get: operations["adminSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Options the server was started with */
        get: operations["adminConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatar/task": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an avatar from a video (the newest only)
         * @description One task runs at a time and the others wait. Tasks are kept in memory only. A server takes 100 MB at most. The avatar must
         *     be made for the model that the server runs.
         */
        post: operations["startAvatarTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatar/task/{taskId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                taskId: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        /** How a task stands */
        get: operations["getAvatarTask"];
        put?: never;
        post?: never;
        /** Forget a task that has not begun */
        delete: operations["deleteAvatarTask"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatar/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every task since the server was started */
        get: operations["listAvatarTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/avatar/get_avatars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of the avatars */
        get: operations["listAvatars"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/avatar/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The first picture of an avatar */
        post: operations["previewAvatar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/avatar/add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an avatar from a video
         * @description The whole manager hangs while it works; 200 s and more are normal.
         */
        post: operations["addAvatar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/avatar/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete an avatar */
        post: operations["deleteAvatar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/avatar/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restart the media server with another avatar
         * @description Ends every session without a word. "success" comes before the media server can be reached.
         */
        post: operations["startAvatar"];
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
        /** @description Text in the newest, a number in the fork; sent back exactly as it came. */
        SessionId: string | number;
        SessionReference: {
            sessionid: components["schemas"]["SessionId"];
        };
        Offer: {
            sdp: string;
            /** @constant */
            type: "offer";
            /** @description The newest only. */
            avatar?: components["schemas"]["AvatarName"];
        };
        OfferAnswer: {
            sdp: string;
            /** @constant */
            type: "answer";
            sessionid: components["schemas"]["SessionId"];
        };
        Say: {
            sessionid: components["schemas"]["SessionId"];
            text: string;
            /**
             * @description The server's own chat is never used.
             * @constant
             */
            type: "echo";
            interrupt?: boolean;
        };
        SayAudio: {
            sessionid: string;
            /** Format: binary */
            file: Blob;
        };
        Envelope: {
            /** @description 0 means done. */
            code: number;
            msg?: string;
        };
        SpeakingReply: {
            /** @constant */
            code: 0;
            data: boolean;
        };
        ForkHealth: {
            /** @constant */
            service: "webrtc";
            sessions: number;
            max_sessions: number;
        };
        AdminSessions: {
            data: {
                sessions: {
                    avatar_id?: string;
                }[];
            };
        };
        AdminConfig: {
            data: {
                config: {
                    max_session?: number;
                    model?: string;
                    /** @description The avatar of sessions that ask for none. */
                    avatar_id?: string;
                };
            };
        };
        SpeechEvent: {
            /** @enum {string} */
            status: "start" | "end";
            text?: string;
        };
        TaskId: string;
        NewAvatarTask: {
            model: components["schemas"]["TaskModel"];
            avatar_id: components["schemas"]["AvatarName"];
            /** Format: binary */
            video_file: Blob;
        };
        /** @enum {string} */
        TaskModel: "wav2lip" | "musetalk";
        AvatarTaskStarted: {
            /** @constant */
            code: 0;
            data: {
                task_id: components["schemas"]["TaskId"];
            };
        };
        AvatarTask: {
            task_id: components["schemas"]["TaskId"];
            avatar_id: string;
            /** @enum {string} */
            status: "pending" | "running" | "completed" | "failed";
            /** @description Percent. */
            progress?: number | null;
            error_msg?: string | null;
        };
        AvatarTaskReply: {
            /** @constant */
            code: 0;
            data: components["schemas"]["AvatarTask"];
        };
        AvatarTasks: {
            data: {
                tasks: components["schemas"]["AvatarTask"][];
            };
        };
        /** @description Reaches a shell and a file path over there; nothing else is ever sent. */
        AvatarName: string;
        AvatarNames: {
            /** @constant */
            status: "success";
            avatars: string[];
        };
        AddAvatar: {
            name: components["schemas"]["AvatarName"];
            /** Format: binary */
            prompt_face: Blob;
            /** Format: binary */
            prompt_voice?: Blob;
            /** @enum {string} */
            avatar_blur?: "true" | "false";
            /** @enum {string} */
            support_clone?: "true" | "false";
            timbre?: string;
            tts_model?: string;
            avatar_model?: string;
            description?: string;
        };
        ManagerReply: {
            /** @enum {string} */
            status: "success" | "error";
            message?: string;
        };
    };
    responses: {
        /** @description The answer, or an Envelope with the reason why there is none */
        OfferAnswer: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OfferAnswer"];
            };
        };
        /** @description Done, or the reason why not */
        Envelope: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Envelope"];
            };
        };
        /** @description Done, or the reason why not */
        ManagerReply: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ManagerReply"];
            };
        };
        /** @description An error in plain text, or FastAPI's `detail` */
        TextError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/plain": string;
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    offer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Offer"];
            };
        };
        responses: {
            200: components["responses"]["OfferAnswer"];
            "4XX": components["responses"]["TextError"];
            "5XX": components["responses"]["TextError"];
        };
    };
    say: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Say"];
            };
        };
        responses: {
            200: components["responses"]["Envelope"];
            "4XX": components["responses"]["TextError"];
            "5XX": components["responses"]["TextError"];
        };
    };
    sayAudio: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["SayAudio"];
            };
        };
        responses: {
            200: components["responses"]["Envelope"];
            "4XX": components["responses"]["TextError"];
            "5XX": components["responses"]["TextError"];
        };
    };
    interrupt: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionReference"];
            };
        };
        responses: {
            200: components["responses"]["Envelope"];
            "4XX": components["responses"]["TextError"];
            "5XX": components["responses"]["TextError"];
        };
    };
    isSpeaking: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionReference"];
            };
        };
        responses: {
            /** @description Set when a piece is composed, so it leads what is sent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpeakingReply"];
                };
            };
            "4XX": components["responses"]["TextError"];
            "5XX": components["responses"]["TextError"];
        };
    };
    forkHealth: {
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
                    "application/json": components["schemas"]["ForkHealth"];
                };
            };
            404: components["responses"]["TextError"];
        };
    };
    speechEvents: {
        parameters: {
            query: {
                sessionid: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each event as its first or last piece is sent; for an unknown session an Envelope instead */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            "4XX": components["responses"]["TextError"];
            "5XX": components["responses"]["TextError"];
        };
    };
    adminSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminSessions"];
                };
            };
            404: components["responses"]["TextError"];
        };
    };
    adminConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The options */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminConfig"];
                };
            };
            404: components["responses"]["TextError"];
        };
    };
    startAvatarTask: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["NewAvatarTask"];
            };
        };
        responses: {
            /** @description The task, or an Envelope with the reason why there is none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvatarTaskStarted"];
                };
            };
            "4XX": components["responses"]["TextError"];
            "5XX": components["responses"]["TextError"];
        };
    };
    getAvatarTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                taskId: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task; one that is not known is an Envelope with the code 404 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvatarTaskReply"];
                };
            };
            "4XX": components["responses"]["TextError"];
        };
    };
    deleteAvatarTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                taskId: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Envelope"];
            "4XX": components["responses"]["TextError"];
        };
    };
    listAvatarTasks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tasks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvatarTasks"];
                };
            };
            404: components["responses"]["TextError"];
        };
    };
    listAvatars: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Folder names */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvatarNames"];
                };
            };
            404: components["responses"]["TextError"];
        };
    };
    previewAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    avatar_name: components["schemas"]["AvatarName"];
                };
            };
        };
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": Blob;
                };
            };
            404: components["responses"]["TextError"];
        };
    };
    addAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["AddAvatar"];
            };
        };
        responses: {
            200: components["responses"]["ManagerReply"];
            "4XX": components["responses"]["TextError"];
            "5XX": components["responses"]["TextError"];
        };
    };
    deleteAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    name: components["schemas"]["AvatarName"];
                };
            };
        };
        responses: {
            200: components["responses"]["ManagerReply"];
            "4XX": components["responses"]["TextError"];
            "5XX": components["responses"]["TextError"];
        };
    };
    startAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    avatar_name: components["schemas"]["AvatarName"];
                };
            };
        };
        responses: {
            200: components["responses"]["ManagerReply"];
            "4XX": components["responses"]["TextError"];
            "5XX": components["responses"]["TextError"];
        };
    };
}
