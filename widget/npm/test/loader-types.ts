// Holds the loader and the published types together: what differs is an error of TypeScript's. Nothing here runs.

import type { AskHoursElement, Askhours, AskhoursEvents, Draft, Identity } from "..";
import type { Api } from "../../loader/api";
import type { Draft as LoaderDraft, Identity as LoaderIdentity, Told } from "../../loader/panel";

/** `true` where each of both can stand for the other. */
type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;

export const events: Same<Told, AskhoursEvents> = true;
export const identity: Same<LoaderIdentity, Identity> = true;
export const draft: Same<LoaderDraft, Draft> = true;
export const methods: Same<keyof Api, keyof Askhours> = true;

/** The loader's API is what is promised. */
export const api = (own: Api): Askhours => own;

/** The element that the types name is the one that the loader defines. */
export const element = (own: HTMLElementTagNameMap["ask-hours"]): AskHoursElement => own;
