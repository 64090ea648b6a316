"""The synthetic talking head of the stand-in for Mageurite: utterances in, sound and pictures out, in step."""

import asyncio
import fractions
import io
import math
import time
import wave
from collections import deque

import numpy
from aiortc import MediaStreamTrack
from av import AudioFrame, VideoFrame

SAMPLE_RATE = 16_000
CHUNK = 320  # 20 ms
PICTURES_PER_SECOND = 25
TONE_HZ = 440
GRAIN = numpy.random.default_rng(1).integers(0, 128, (7, 256, 256, 1), dtype=numpy.uint8)


def tone(seconds):
    at = numpy.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.3 * 32767 * numpy.sin(2 * math.pi * TONE_HZ * at)).astype(numpy.int16)


def read_wav(data):
    with wave.open(io.BytesIO(data)) as file:
        samples = numpy.frombuffer(file.readframes(file.getnframes()), dtype=numpy.int16)
        samples = samples[:: file.getnchannels()]
        rate = file.getframerate()
    if rate != SAMPLE_RATE:
        at = numpy.arange(int(len(samples) * SAMPLE_RATE / rate)) * rate / SAMPLE_RATE
        samples = numpy.interp(at, numpy.arange(len(samples)), samples).astype(numpy.int16)
    return samples


class Head:
    """One session's talking head: utterances in, 20 ms of sound and pictures out, in step."""

    def __init__(self, faults):
        self.faults = faults
        self.utterances = deque()
        self.composed = deque()
        self.rest = None
        self.speaking = False
        self.mouth = False
        self.listeners = set()
        self.silence = numpy.zeros(CHUNK, dtype=numpy.int16)

    def say(self, samples, event):
        self.utterances.append((samples, event))

    def flush(self):
        """Drops what is not yet composed; what is composed is still played."""
        self.utterances.clear()
        self.rest = None

    def next_chunk(self):
        ahead = max(1, int(self.faults["residueMs"] / 20))
        while len(self.composed) < ahead:
            self.composed.append(self.compose())
        samples, speaking, events = self.composed.popleft()
        self.mouth = speaking
        for event in events:
            for listener in self.listeners:
                listener.put_nowait(event)
        return samples

    def compose(self):
        events = []
        if self.rest is None and self.utterances:
            samples, event = self.utterances.popleft()
            self.rest = (samples, 0, event)
            events.append({"status": "start", **event})
        if self.rest is None:
            self.speaking = False
            return self.silence, False, events
        samples, at, event = self.rest
        chunk = samples[at : at + CHUNK]
        self.speaking = True
        if at + 2 * CHUNK > len(samples):  # a tail shorter than a chunk is dropped
            events.append({"status": "end", **event})
            self.rest = None
        else:
            self.rest = (samples, at + CHUNK, event)
        return (chunk if len(chunk) == CHUNK else self.silence), True, events


class PacedTrack(MediaStreamTrack):
    def __init__(self, head, seconds):
        super().__init__()
        self.head = head
        self.seconds = seconds
        self.count = 0
        self.started = None

    async def pace(self):
        if self.started is None:
            self.started = time.monotonic()
        wait = self.started + self.count * self.seconds - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        while self.head.faults["freeze"]:
            await asyncio.sleep(0.02)
            self.started = time.monotonic() - self.count * self.seconds
        self.count += 1
        return self.count - 1


class Sound(PacedTrack):
    kind = "audio"

    async def recv(self):
        number = await self.pace()
        frame = AudioFrame(format="s16", layout="mono", samples=CHUNK)
        frame.planes[0].update(self.head.next_chunk().tobytes())
        frame.sample_rate = SAMPLE_RATE
        frame.pts = number * CHUNK
        frame.time_base = fractions.Fraction(1, SAMPLE_RATE)
        return frame


class Pictures(PacedTrack):
    kind = "video"

    async def recv(self):
        number = await self.pace()
        while self.head.faults["blind"]:
            number = await self.pace()
        slow = int(self.head.faults["slow"])
        while number % slow:
            number = await self.pace()
        frame = VideoFrame.from_ndarray(self.draw(number), format="rgb24")
        frame.pts = number * 90_000 // PICTURES_PER_SECOND
        frame.time_base = fractions.Fraction(1, 90_000)
        return frame

    def draw(self, number):
        picture = numpy.zeros((256, 256, 3), dtype=numpy.uint8)
        picture[:, :] = (20, 40, 200)
        if self.head.mouth:
            picture[144:208, 80:176] = (20, 220, 40)
        # Something moves in every picture, as in a living face.
        at = number * 4 % 240
        picture[8:24, at : at + 16] = (250, 250, 250)
        grain = int(self.head.faults["grain"])
        return picture + GRAIN[number % len(GRAIN)] % grain if grain else picture
