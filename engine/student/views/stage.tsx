import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { isInLesson } from "../page-state.ts";
import { useStore } from "../store.ts";
import type { PageView, StudentApp } from "../student-app.ts";
import { Owned } from "./owned.tsx";
import { SpokenSources } from "./sources.tsx";
import { StageControls } from "./stage-controls.tsx";
import { useWords } from "./words.ts";

/** The tutor: picture, captions, and what she is doing. */
export function Stage({ app, view }: { app: StudentApp; view: PageView }) {
  const words = useWords();
  const { playback, captions } = app.screen;
  const { blocked, still } = useStore(playback.view);
  const { captions: captionsWanted } = useStore(app.screen.preferences);
  const media = useStore(app.screen.media);
  const stage = useRef<HTMLElement>(null);
  const name = view.tutor?.name ?? "";
  const inLesson = isInLesson(view.state);
  useLayoutEffect(() => {
    playback.video.setAttribute("aria-label", words.tutorPicture(name));
  }, [playback, words, name]);
  return (
    <section class="stage" aria-label={words.stage} ref={stage}>
      <div class="face">
        <span class="initial" aria-hidden="true">
          {[...name.trim()][0]?.toUpperCase()}
        </span>
        {view.tutor && <Poster url={app.options.posterUrl} />}
        {still && <Owned node={playback.still} />}
        <Owned node={playback.video} />
        <Badge app={app} />
        {/* biome-ignore lint/a11y/useSemanticElements: a section would be a second landmark in the stage */}
        <div
          class="caption"
          id="caption"
          role="region"
          aria-label={words.caption}
          lang={view.tutor?.language}
          hidden={!inLesson || !captionsWanted || media === "text"}
        >
          <Owned node={captions.line.element} />
          <SpokenSources screen={app.screen} />
        </div>
        {blocked && media !== "text" && (
          <button type="button" class="primary sound-gate" onClick={() => playback.unblock()}>
            {words.turnOnSound}
          </button>
        )}
      </div>
      {inLesson && <StageControls screen={app.screen} stage={stage} />}
    </section>
  );
}

/** The tutor before the lesson; nothing where the picture does not come. */
function Poster({ url }: { url: string }) {
  const [isShown, setShown] = useState(false);
  return url ? <img src={url} alt="" hidden={!isShown} onLoad={() => setShown(true)} /> : null;
}

/** What the tutor is doing, or what keeps her from it. */
function Badge({ app: { screen } }: { app: StudentApp }) {
  const words = useWords();
  const doing = useStore(screen.doing);
  const voice = useStore(screen.voice);
  const faceChanges = useStore(screen.faceChanges);
  const media = useStore(screen.media);
  const { state, queue, source } = doing ?? {};
  const waits = queue && queue.place > 0;
  const seconds = queue?.expectedMs ? Math.ceil(queue.expectedMs / 1000) : undefined;
  const text = waits
    ? words.inQueue(queue.place, seconds)
    : state === "speaking" && media === "text"
      ? words.writing
      : state === "idle" && faceChanges
        ? words.faceChanges
        : state === "speaking" && voice !== "own"
          ? words.voices[voice]
          : state === "degraded" && source === "model"
            ? words.brokeOff
            : state && words.states[state];
  return (
    <p class="badge" id="badge" role="status" data-state={state} hidden={!text}>
      {text}
    </p>
  );
}
