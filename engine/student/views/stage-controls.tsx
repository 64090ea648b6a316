import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { LessonScreen } from "../lesson-screen.ts";
import { medias, speeds } from "../preferences.ts";
import { useStore } from "../store.ts";
import { CaptionsMark, FullScreenMark, MediaMark, QualityMark, SoundMark } from "./marks.tsx";
import { useWords } from "./words.ts";

interface StageControlsProps {
  readonly screen: LessonScreen;
  readonly stage: RefObject<HTMLElement | null>;
}

/** How the student wants to be answered, and how well that arrives. */
export function StageControls({ screen, stage }: StageControlsProps) {
  const words = useWords();
  const { speed, captions } = useStore(screen.preferences);
  const media = useStore(screen.media);
  const isHeard = media !== "text";
  // There is nothing to choose from yet.
  if (typeof useStore(screen.faceLine) === "object") return null;
  return (
    <div class="controls">
      <MediaChoice screen={screen} />
      {isHeard && <Volume screen={screen} />}
      {isHeard && (
        <label class="speed">
          <span class="visually-hidden">{words.speed}</span>
          <select
            title={words.speed}
            value={speed}
            onChange={({ currentTarget }) => screen.prefer({ speed: Number(currentTarget.value) })}
          >
            {speeds.map((factor) => (
              <option key={factor} value={factor}>
                {factor.toLocaleString(words.language)}×
              </option>
            ))}
          </select>
        </label>
      )}
      {isHeard && (
        <button
          type="button"
          class="icon"
          title={words.captions}
          aria-label={words.captions}
          aria-pressed={captions}
          onClick={() => screen.prefer({ captions: !captions })}
        >
          <CaptionsMark />
        </button>
      )}
      {media === "face" && <FullScreen stage={stage} />}
      <Quality screen={screen} />
    </div>
  );
}

function MediaChoice({ screen }: { screen: LessonScreen }) {
  const words = useWords();
  const { media } = useStore(screen.preferences);
  return (
    <fieldset class="choice" aria-label={words.media}>
      {medias.map((name) => (
        <label key={name} title={words.medias[name]}>
          <input
            type="radio"
            class="visually-hidden"
            name="media"
            checked={media === name}
            onChange={() => screen.prefer({ media: name })}
          />
          <MediaMark media={name} />
          <span class="visually-hidden">{words.medias[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Volume({ screen }: { screen: LessonScreen }) {
  const words = useWords();
  const { muted, volume } = useStore(screen.playback.view);
  const label = muted ? words.unmute : words.mute;
  return (
    <fieldset class="sound" aria-label={words.sound}>
      <button
        type="button"
        class="icon"
        title={label}
        aria-label={label}
        aria-pressed={muted}
        onClick={() => screen.playback.toggleMute()}
      >
        <SoundMark muted={muted} />
      </button>
      <input
        type="range"
        min="0"
        max="100"
        step="5"
        value={volume * 100}
        aria-label={words.volume}
        onInput={({ currentTarget }) => screen.prefer({ volume: Number(currentTarget.value) / 100 })}
      />
    </fieldset>
  );
}

/** Where the browser can, and the site that embeds the page allows it. */
function FullScreen({ stage }: { stage: RefObject<HTMLElement | null> }) {
  const words = useWords();
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const onChange = () => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", onChange);
    return () => document.removeEventListener("fullscreenchange", onChange);
  }, []);
  if (!document.fullscreenEnabled) return null;
  const toggle = () =>
    isFull ? document.exitFullscreen() : (stage.current?.requestFullscreen() ?? Promise.resolve());
  const label = isFull ? words.leaveFullScreen : words.fullScreen;
  return (
    <button
      type="button"
      class="icon"
      title={label}
      aria-label={label}
      // A browser that refuses leaves everything as it is.
      onClick={() => void toggle().catch(() => undefined)}
    >
      <FullScreenMark />
    </button>
  );
}

function Quality({ screen }: { screen: LessonScreen }) {
  const words = useWords();
  const quality = useStore(screen.quality);
  if (!quality) return null;
  return (
    <span
      class="quality"
      data-quality={quality}
      role="img"
      aria-label={words.qualities[quality]}
      title={words.qualities[quality]}
    >
      <QualityMark quality={quality} />
    </span>
  );
}
