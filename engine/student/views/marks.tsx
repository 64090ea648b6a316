import type { ComponentChildren } from "preact";

const Mark = ({ children, size = 24 }: { children: ComponentChildren; size?: number }) => (
  <svg viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
    {children}
  </svg>
);

export const AiMark = () => (
  <Mark size={16}>
    <path class="fill" d="M8 1.5 9.5 6 14 7.5 9.5 9 8 13.5 6.5 9 2 7.5 6.5 6z" />
  </Mark>
);

export const SoundMark = ({ muted }: { muted: boolean }) => (
  <Mark>
    <path class="fill" d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z" />
    <path d={muted ? "m15.5 9.5 5 5m0-5-5 5" : "M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11"} />
  </Mark>
);

export const MicrophoneMark = () => (
  <Mark>
    <rect class="fill" x="9" y="3" width="6" height="11" rx="3" />
    <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
  </Mark>
);

export const StopMark = () => (
  <Mark>
    <rect class="fill" x="7" y="7" width="10" height="10" rx="2" />
  </Mark>
);

export const SendMark = () => (
  <Mark>
    <path d="M12 19V5.5m0 0-6 6m6-6 6 6" />
  </Mark>
);

export const SaveMark = () => (
  <Mark>
    <path d="M12 4v11m0 0-4.5-4.5M12 15l4.5-4.5M5 19.5h14" />
  </Mark>
);

export const CaptionsMark = () => (
  <Mark>
    <rect x="3" y="5.5" width="18" height="13" rx="3" />
    <path d="M6.5 14.5h5m3 0h3m-11-3.5h2m3 0h6" />
  </Mark>
);

export const FullScreenMark = () => (
  <Mark>
    <path d="M4.5 9V4.5H9m6 0h4.5V9m0 6v4.5H15m-6 0H4.5V15" />
  </Mark>
);

export const PersonMark = () => (
  <Mark>
    <circle cx="12" cy="8.5" r="3.75" />
    <path d="M4.75 20a7.25 7.25 0 0 1 14.5 0" />
  </Mark>
);

export const GoodMark = () => (
  <Mark>
    <path d="M7.5 11v8.5h9a2 2 0 0 0 2-1.6l1-5a2 2 0 0 0-2-2.4H13V6.2a1.8 1.8 0 0 0-3.3-1L7.5 11Zm0 0h-3v8.5h3" />
  </Mark>
);

export const PoorMark = () => (
  <Mark>
    <path d="M16.5 13V4.500h-9a2 2 0 0 0-2 1.600l-1 5a2 2 0 0 0 2 2.400H11v4.300a1.800 1.800 0 0 0 3.300 1L16.500 13Zm0 0h3V4.500h-3" />
  </Mark>
);

export const MediaMark = ({ media }: { media: "face" | "voice" | "text" }) => (
  <Mark>
    {media === "face" && (
      <>
        <rect x="3" y="6" width="12.5" height="12" rx="2.500" />
        <path d="m15.500 10.500 5.500-3v9l-5.500-3" />
      </>
    )}
    {media === "voice" && <path d="M4 10.500v3M8 7.500v9M12 5v14M16 8.500v7M20 10.500v3" />}
    {media === "text" && <path d="M4.500 6.500h15m-15 5.500h15m-15 5.500h9" />}
  </Mark>
);

/** Three bars, as many lit as the connection deserves. */
export const QualityMark = ({ quality }: { quality: "good" | "fair" | "poor" }) => {
  const lit = { good: 3, fair: 2, poor: 1 }[quality];
  return (
    <Mark>
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          class={bar < lit ? "fill" : "fill unlit"}
          x={4 + bar * 6}
          y={14 - bar * 4.5}
          width="4"
          height={5.5 + bar * 4.5}
          rx="1.25"
        />
      ))}
    </Mark>
  );
};
