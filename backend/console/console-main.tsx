import { render } from "preact";
import { ConsoleApp } from "./console-app.tsx";
import { chooseStrings } from "./console-strings.ts";

const root = document.getElementById("console");
if (!root) throw new Error("The page has no #console.");
const strings = chooseStrings(new URLSearchParams(location.search).get("lang"), navigator.languages);
document.documentElement.lang = strings.language;
document.title = strings.consoleTitle;
render(<ConsoleApp strings={strings} />, root);
