export interface Toast {
	readonly id: number;
	readonly text: string;
	readonly tone: 'plain' | 'warn';
	readonly undo?: () => void;
}

interface Kept extends Toast {
	/** What becomes final when the chance to undo is over. */
	readonly commit?: () => void;
	/** What it is about: a newer message about the same takes its place. */
	readonly about?: string;
	timer?: ReturnType<typeof setTimeout>;
}

/** Short messages at the edge of the page. One with an undo stays longer, and commits when it goes. */
export class ToastsState {
	#kept = $state.raw<readonly Kept[]>([]);
	#last = $state.raw(0);
	readonly items: readonly Toast[] = $derived(this.#kept);
	/** What the next message will be, without its words yet. */
	readonly next: Toast = $derived({ id: this.#last + 1, text: '', tone: 'plain' });

	constructor(
		private readonly stay = 6000,
		private readonly stayWithUndo = 12000
	) {}

	say(text: string, tone: Toast['tone'] = 'plain'): void {
		this.#add({ id: ++this.#last, text, tone }, this.stay);
	}

	/**
	 * Something was changed or taken away: `undo` brings it back, `commit` makes it final after a while. A newer
	 * message `about` the same takes its place, without a word.
	 */
	undoable(text: string, undo: () => void, commit?: () => void, about?: string): void {
		for (const { id } of this.#kept.filter((toast) => about !== undefined && toast.about === about)) this.#take(id);
		this.#add({ id: ++this.#last, text, tone: 'plain', undo, commit, about }, this.stayWithUndo);
	}

	undo(id: number): void {
		const toast = this.#take(id);
		toast?.undo?.();
	}

	dismiss(id: number): void {
		const toast = this.#take(id);
		toast?.commit?.();
	}

	/** While a hand or the focus rests on a message, it stays. */
	hold(id: number): void {
		clearTimeout(this.#kept.find((toast) => toast.id === id)?.timer);
	}

	release(id: number): void {
		const toast = this.#kept.find((t) => t.id === id);
		if (!toast) return;
		clearTimeout(toast.timer);
		toast.timer = setTimeout(() => this.dismiss(id), toast.undo ? this.stayWithUndo : this.stay);
	}

	/** Makes everything final that waits to be: the page is going away. */
	settle(): void {
		for (const { id } of this.#kept) this.dismiss(id);
	}

	#add(toast: Kept, after: number): void {
		toast.timer = setTimeout(() => this.dismiss(toast.id), after);
		this.#kept = [...this.#kept, toast];
	}

	#take(id: number): Kept | undefined {
		const toast = this.#kept.find((t) => t.id === id);
		if (toast) clearTimeout(toast.timer);
		this.#kept = this.#kept.filter((t) => t.id !== id);
		return toast;
	}
}
