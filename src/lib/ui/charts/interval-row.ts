/** An estimate with its 95 % interval. */
export interface IntervalRow {
	readonly key: string;
	readonly label: string;
	readonly note?: string;
	readonly value: number;
	readonly low: number;
	readonly high: number;
	/** Nothing that can be told from chance. */
	readonly faint?: boolean;
}
