"""Avatar management of both generations, for the stand-in for Mageurite."""

import asyncio
import re
import uuid

from aiohttp import web


def envelope(code=0, msg="ok", **more):
    return web.json_response({"code": code, "msg": msg, **more})


class Manager:
    """Avatar management of the fork. `start` restarts the media server and answers before it can be reached."""

    def __init__(self, server, faults, restart_media):
        self.server = server
        self.faults = faults
        self.restart_media = restart_media
        self.avatars = {"anna": b"", "ben": b""}
        self.running = "anna"
        # It answers nobody while it works.
        self.busy = asyncio.Lock()

    def routes(self, app):
        app.router.add_get("/avatar/get_avatars", self.alone(self.list))
        app.router.add_post("/avatar/preview", self.alone(self.preview))
        app.router.add_post("/avatar/add", self.alone(self.add))
        app.router.add_post("/avatar/delete", self.alone(self.delete))
        app.router.add_post("/avatar/start", self.alone(self.start))

    def alone(self, handler):
        async def handle(request):
            async with self.busy:
                return await handler(request)

        return handle

    async def list(self, _request):
        return web.json_response({"status": "success", "avatars": list(self.avatars)})

    async def preview(self, request):
        form = await request.post()
        if form.get("avatar_name") not in self.avatars:
            return web.json_response({"detail": "Avatar not found"}, status=404)
        return web.Response(body=bytes.fromhex(PREVIEW_PNG), content_type="image/png")

    async def add(self, request):
        form = await request.post()
        face = form.get("prompt_face")
        if face is None or not re.search(r"\.(mp4|avi|mov|mkv)$", getattr(face, "filename", "")):
            return web.json_response({"detail": "Unsupported video format"}, status=400)
        data = face.file.read()
        if not data:
            return web.json_response({"detail": "Empty file"}, status=400)
        await asyncio.sleep(0.2)
        self.avatars[form["name"]] = data
        return web.json_response({"status": "success", "message": "Avatar created", "image_path": "full_imgs"})

    async def delete(self, request):
        form = await request.post()
        if form.get("name") not in self.avatars:
            message = "Error occurred during avatar deletion: 404: Avatar not found"
            return web.json_response({"status": "error", "message": message})
        del self.avatars[form["name"]]
        return web.json_response({"status": "success", "message": "Avatar deleted"})

    async def start(self, request):
        form = await request.post()
        if form.get("avatar_name") not in self.avatars:
            return web.json_response({"detail": "Avatar not found"}, status=400)
        if self.faults["startFails"]:
            return web.json_response({"status": "error", "message": "process died"})
        self.running = form["avatar_name"]
        await self.restart_media()
        message = f"{self.running} service started on port 8615"
        return web.json_response({"status": "success", "message": message})


class Tasks:
    """Avatars of the newest: one task works at a time, and they are kept in memory only."""

    def __init__(self, faults):
        self.faults = faults
        self.tasks = {}
        self.made = set()
        self.worker = asyncio.Lock()
        self.running = set()

    def routes(self, app):
        app.router.add_post("/api/avatar/task", self.add)
        app.router.add_get("/api/avatar/task/{task_id}", self.show)
        app.router.add_delete("/api/avatar/task/{task_id}", self.delete)
        app.router.add_get("/api/avatar/tasks", self.list)

    async def add(self, request):
        try:
            params = {}
            async for part in await request.multipart():
                params[part.name] = await (part.read() if part.name == "video_file" else part.text())
            for needed in ("model", "avatar_id", "video_file"):
                if not params.get(needed):
                    return envelope(-1, f"{needed} is required")
        except ValueError as error:
            return envelope(-1, str(error))
        task_id = str(uuid.uuid4())
        self.tasks[task_id] = {
            "task_id": task_id,
            "model_type": params["model"],
            "avatar_id": params["avatar_id"],
            "status": "pending",
            "progress": 0,
            "error_msg": "",
            "notify_url": None,
            "bytes": len(params["video_file"]),
        }
        work = asyncio.ensure_future(self.work(task_id))
        self.running.add(work)
        work.add_done_callback(self.running.discard)
        return envelope(data={"task_id": task_id})

    async def work(self, task_id):
        async with self.worker:
            task = self.tasks.get(task_id)
            if task is None:
                return
            task["status"] = "running"
            for progress in (20, 60):
                await asyncio.sleep(0.8)
                task["progress"] = progress
            if self.faults["taskFails"]:
                task.update(status="failed", error_msg="no face\nin picture 1")
                return
            task.update(status="completed", progress=100)
            self.made.add(task["avatar_id"])

    async def show(self, request):
        task = self.tasks.get(request.match_info["task_id"])
        return envelope(data=task) if task else envelope(404, "Task not found")

    async def list(self, _request):
        return envelope(data={"tasks": list(self.tasks.values())})

    async def delete(self, request):
        task = self.tasks.get(request.match_info["task_id"])
        if task is None:
            return envelope(-1, "Task not found")
        if task["status"] != "pending":
            return envelope(-1, f"Task is in {task['status']} state, cannot delete")
        del self.tasks[request.match_info["task_id"]]
        return envelope(data={"msg": "Task deleted"})


# One grey pixel.
PREVIEW_PNG = (
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)
