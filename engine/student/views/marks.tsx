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

export const SoundMark = () => (
  <Mark>
    <path class="fill" d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z" />
    <path class="waves" d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11" />
    <path class="cross" d="m15.5 9.5 5 5m0-5-5 5" />
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
