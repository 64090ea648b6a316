"""A small server with OpenAI's POST /v1/audio/transcriptions, on PocketSphinx: it understands the sentences that it is given.

Usage: transcriber_server.py SENTENCE...   Prints its port. Ends when its standard input does.
"""

import io
import json
import os
import sys
import tempfile
import threading
import wave
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pocketsphinx import Decoder, get_model_path

BODY_BYTES_MAX = 4 * 1024 * 1024


def open_decoder(sentences):
    """A decoder that knows the sentences of a JSGF grammar and nothing else."""
    models = get_model_path()
    grammar = tempfile.NamedTemporaryFile("w", suffix=".gram", delete=False)
    grammar.write("#JSGF V1.0;\ngrammar school;\npublic <said> = " + " | ".join(sentences) + ";\n")
    grammar.close()
    config = Decoder.default_config()
    config.set_string("-hmm", os.path.join(models, "en-us"))
    config.set_string("-dict", os.path.join(models, "cmudict-en-us.dict"))
    config.set_string("-jsgf", grammar.name)
    config.set_string("-logfn", os.devnull)
    decoder = Decoder(config)
    os.unlink(grammar.name)
    return decoder


class Transcriber(BaseHTTPRequestHandler):
    decoder = None
    lock = threading.Lock()

    def do_POST(self):
        if self.path != "/v1/audio/transcriptions":
            return self.answer(404, {"error": {"message": "no such path"}})
        size = int(self.headers.get("content-length") or 0)
        if size > BODY_BYTES_MAX:
            return self.answer(413, {"error": {"message": "too large"}})
        parts = self.read_form(self.rfile.read(size))
        missing = [name for name in ("file", "model") if name not in parts]
        if missing:
            return self.answer(400, {"error": {"message": "missing " + ", ".join(missing)}})
        try:
            with wave.open(io.BytesIO(parts["file"])) as sound:
                if (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) != (1, 2, 16000):
                    return self.answer(400, {"error": {"message": "not mono, 16 bit, 16 kHz"}})
                pcm = sound.readframes(sound.getnframes())
        except (wave.Error, EOFError) as error:
            return self.answer(400, {"error": {"message": str(error)}})
        with self.lock:
            self.decoder.start_utt()
            self.decoder.process_raw(pcm, False, True)
            self.decoder.end_utt()
            found = self.decoder.hyp()
        return self.answer(200, {"text": found.hypstr if found else ""})

    def read_form(self, body):
        head = b"content-type: " + self.headers["content-type"].encode() + b"\r\n\r\n"
        form = BytesParser(policy=HTTP).parsebytes(head + body)
        return {
            part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
            for part in form.iter_parts()
        }

    def answer(self, status, reply):
        body = json.dumps(reply).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


Transcriber.decoder = open_decoder(sys.argv[1:])
server = ThreadingHTTPServer(("127.0.0.1", 0), Transcriber)
# A student who gives up hangs up.
server.handle_error = lambda request, address: None
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
