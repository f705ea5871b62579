import type { Page } from 'playwright-core';

/** A visitor who has no mouse. */
export class Keyboard {
	constructor(private readonly page: () => Page) {}

	/** What has the focus, as it is called. */
	focused(): Promise<string> {
		return this.page().evaluate(() => {
			const at = document.activeElement;
			const labelled = at instanceof HTMLInputElement || at instanceof HTMLSelectElement || at instanceof HTMLTextAreaElement;
			const label = labelled ? at.labels?.[0]?.textContent : at?.textContent;
			return (at?.getAttribute('aria-label') ?? label ?? '').replace(/\s+/g, ' ').trim();
		});
	}

	/** Tabs on until something of this name has the focus, the `nth` time: the key is held, as it repeats itself. */
	async to(name: RegExp, nth = 1, isBack = false): Promise<void> {
		const { keyboard } = this.page();
		if (isBack) await keyboard.down('Shift');
		try {
			for (let i = 0, met = 0; i < 300; i++) {
				await keyboard.down('Tab');
				if (name.test(await this.focused()) && ++met === nth) return;
			}
		} finally {
			await keyboard.up('Tab');
			if (isBack) await keyboard.up('Shift');
		}
		throw new Error(`nothing that is called ${name} can be tabbed to`);
	}

	back(name: RegExp): Promise<void> {
		return this.to(name, 1, true);
	}

	/** Goes to something and presses it. */
	async press(name: RegExp): Promise<void> {
		await this.to(name);
		await this.page().keyboard.press('Enter');
	}

	/** Goes to a field and writes something in the place of what was there. */
	async write(name: RegExp, text: string): Promise<void> {
		await this.to(name);
		await this.page().keyboard.press('Control+A');
		await this.page().keyboard.type(text);
	}
}
