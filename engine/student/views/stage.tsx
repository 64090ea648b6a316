import { useLayoutEffect, useState } from "preact/hooks";
import { isInLesson } from "../page-state.ts";
import type { Playback } from "../playback.ts";
import { useStore } from "../store.ts";
import type { PageView, StudentApp } from "../student-app.ts";
import { SoundMark } from "./marks.tsx";
import { Owned } from "./owned.tsx";
import { useWords } from "./words.ts";

/** The tutor: picture, captions, and what she is doing. */
export function Stage({ app, view }: { app: StudentApp; view: PageView }) {
  const words = useWords();
  const { playback, captions, options } = app;
  const { blocked, still } = useStore(playback.view);
  const [posterShown, setPosterShown] = useState(false);
  const name = view.tutor?.name ?? "";
  const badge = badgeText(view, words);
  useLayoutEffect(() => {
    playback.video.setAttribute("aria-label", words.tutorPicture(name));
  }, [playback, words, name]);
  return (
    <section class="stage" aria-label={words.stage}>
      <div class="face">
        <span class="initial" aria-hidden="true">
          {[...name.trim()][0]?.toUpperCase()}
        </span>
        {view.tutor && options.posterUrl && (
          <img src={options.posterUrl} alt="" hidden={!posterShown} onLoad={() => setPosterShown(true)} />
        )}
        {still && <Owned node={playback.still} />}
        <Owned node={playback.video} />
        <p class="badge" id="badge" role="status" data-state={view.lesson?.state} hidden={!badge}>
          {badge}
        </p>
        {blocked && (
          <button type="button" class="primary sound-gate" onClick={() => playback.unblock()}>
            {words.turnOnSound}
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a section would be a second landmark in the stage */}
      <div
        class="caption"
        id="caption"
        role="region"
        aria-live="polite"
        aria-label={words.caption}
        lang={view.tutor?.language}
      >
        <Owned node={captions.text} />
      </div>
      {isInLesson(view.state) && <SoundControls playback={playback} />}
    </section>
  );
}

function badgeText({ lesson }: PageView, words: ReturnType<typeof useWords>): string {
  if (!lesson) return "";
  const { state, queue } = lesson;
  if (!queue || queue.place === 0) return words.states[state];
  return words.inQueue(queue.place, queue.expectedMs ? Math.ceil(queue.expectedMs / 1000) : undefined);
}

function SoundControls({ playback }: { playback: Playback }) {
  const words = useWords();
  const { muted, volume } = useStore(playback.view);
  return (
    <fieldset class="sound" aria-label={words.sound}>
      <button
        type="button"
        class="icon"
        aria-pressed={muted}
        aria-label={muted ? words.unmute : words.mute}
        onClick={() => playback.toggleMute()}
      >
        <SoundMark />
      </button>
      <input
        type="range"
        min="0"
        max="100"
        step="5"
        value={volume * 100}
        aria-label={words.volume}
        onInput={({ currentTarget }) => playback.setVolume(Number(currentTarget.value) / 100)}
      />
    </fieldset>
  );
}
