import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const places = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
];

/** Path of a Chrome or Chromium: CHROME_PATH, the PATH, the usual places; undefined where there is none. */
export function chromiumPath() {
	if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
	for (const name of names) {
		try {
			return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
		} catch {
			continue;
		}
	}
	return places.find((place) => existsSync(place));
}

/** Nothing in the background may talk to the network while pages are tested. */
export const chromiumArguments = [
	'--no-sandbox',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run'
];
