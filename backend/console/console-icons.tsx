/** Drawn in a box of 24 by 24 with round strokes, in the colour of the text around them. */
const paths = {
  tutors: "M12 4 2.5 9 12 14l9.5-5L12 4ZM6 11.2V16c0 1.4 2.7 3 6 3s6-1.6 6-3v-4.8M21.5 9v6",
  avatars:
    "M3.5 8V5.5a2 2 0 0 1 2-2H8M16 3.5h2.5a2 2 0 0 1 2 2V8M20.5 16v2.5a2 2 0 0 1-2 2H16M8 20.5H5.5a2 2 0 0 1-2-2V16M9 9.5v.5M15 9.5v.5M8.5 14.5c1 1.2 2.2 1.7 3.5 1.7s2.5-.5 3.5-1.7",
  health: "M3 12.5h4l2.5-7 4.5 13 2.5-6H21",
  keys: "M14.5 13.5a5 5 0 1 0-4-4L3 17v4h4l1.5-1.5V17H11l3.5-3.5ZM16.5 8a.5.5 0 1 0-1 0 .5.5 0 0 0 1 0",
  lessons: "M4 5h16v11h-9l-4 4v-4H4zM8 9h8M8 12h5",
  audit: "M8 4h8v3H8zM8 5.5H5.5v15h13v-15H16M9 12h6M9 16h4",
  admins:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.6-3.6 3-5.5 6.5-5.5s5.9 1.9 6.5 5.5M16 4.5a3.5 3.5 0 0 1 0 6M18.5 15c1.7.8 2.7 2.5 3 5",
  account: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.8-4 3.6-6 7.5-6s6.7 2 7.5 6",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6 6 18",
  leave: "M14 4h5v16h-5M4 12h11M11 8l4 4-4 4",
} as const;

export type IconName = keyof typeof paths;

/** Says nothing to a screen reader: words stand beside it. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);
