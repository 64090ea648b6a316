import { expect, test } from "bun:test";
import { checkBody } from "./check-body.ts";
