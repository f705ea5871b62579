import { pageStorage } from './storage.js';

/** Small values by name, kept in this browser. What comes back may be of an older page: check it. */
export interface SettingsPort {
	get(key: string): Promise<unknown>;
	set(key: string, value: unknown): Promise<void>;
}

export type SettingsSource = () => Promise<SettingsPort>;

let opened: Promise<SettingsPort> | undefined;

/** The settings in this browser's database. An opening that failed is tried again the next time. */
export const pageSettings: SettingsSource = () => {
	opened ??= pageStorage().then(({ settings }) => settings);
	opened.catch(() => (opened = undefined));
	return opened;
};
