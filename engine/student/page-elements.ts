/** The element of page.html with this id. Throws when page and script do not belong together. */
function get<E extends HTMLElement>(id: string, type: abstract new () => E): E {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`The page has no ${type.name} #${id}.`);
  return element;
}

/** Every element of page.html that the script touches. */
export function getPageElements() {
  return {
    tutorName: get("tutor-name", HTMLElement),
    tutorSubject: get("tutor-subject", HTMLElement),
    aiLabel: get("ai-label", HTMLElement),
    end: get("end", HTMLButtonElement),
    initial: get("initial", HTMLElement),
    poster: get("poster", HTMLImageElement),
    still: get("still", HTMLCanvasElement),
    video: get("video", HTMLVideoElement),
    badge: get("badge", HTMLElement),
    soundGate: get("sound-gate", HTMLButtonElement),
    caption: get("caption", HTMLElement),
    sound: get("sound", HTMLElement),
    mute: get("mute", HTMLButtonElement),
    volume: get("volume", HTMLInputElement),
    loading: get("loading", HTMLElement),
    welcome: get("welcome", HTMLFormElement),
    welcomeTitle: get("welcome-title", HTMLElement),
    welcomeAbout: get("welcome-about", HTMLElement),
    welcomeAsks: get("welcome-asks", HTMLElement),
    welcomeStarters: get("welcome-starters", HTMLUListElement),
    guestName: get("guest-name", HTMLInputElement),
    guestNameLabel: get("guest-name-label", HTMLElement),
    start: get("start", HTMLButtonElement),
    talk: get("talk", HTMLElement),
    banner: get("banner", HTMLElement),
    log: get("log", HTMLElement),
    logHint: get("log-hint", HTMLElement),
    turns: get("turns", HTMLOListElement),
    jump: get("jump", HTMLButtonElement),
    chips: get("chips", HTMLElement),
    ask: get("ask", HTMLFormElement),
    question: get("question", HTMLTextAreaElement),
    stop: get("stop", HTMLButtonElement),
    askAfter: get("ask-after", HTMLButtonElement),
    send: get("send", HTMLButtonElement),
    askNote: get("ask-note", HTMLElement),
    notice: get("notice", HTMLElement),
    noticeTitle: get("notice-title", HTMLElement),
    noticeAdvice: get("notice-advice", HTMLElement),
    noticeAction: get("notice-action", HTMLButtonElement),
  };
}

export type PageElements = ReturnType<typeof getPageElements>;
