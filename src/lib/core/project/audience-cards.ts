import type { Uplift } from '../recommendation/uplift.js';

/** Who is shown an ad: what is likely enough, what pays, or the best so many ads. */
export type AudienceRule =
	| { readonly kind: 'threshold'; readonly threshold: number }
	| { readonly kind: 'profit' }
	| { readonly kind: 'budget'; readonly ads: number };

/** What an ad costs and what a purchase earns before that, in the shop's currency. */
export interface AudienceTerms {
	readonly cost: number;
	readonly margin: number;
	/** Margins of single products, by name. */
	readonly margins?: Readonly<Record<string, number>>;
}

export interface AudienceRequest {
	readonly rule: AudienceRule;
	/** Only this product. */
	readonly product?: string;
	readonly terms?: AudienceTerms;
	/** Only each customer's best ad. */
	readonly onePerCustomer?: boolean;
	/** Share of the customers who are kept back from all ads, 0 to 0.5: always the same ones. */
	readonly holdout?: number;
	/** How many rows to list. */
	readonly limit: number;
}

export interface AudienceRow {
	readonly customer: string;
	readonly product: string;
	readonly probability: number;
	/** Expected profit of the ad, where terms are given. */
	readonly profit?: number;
	/** Not shown the ad, to measure later what ads change. */
	readonly heldBack: boolean;
}

export interface AudienceProduct {
	readonly product: string;
	/** Customers who are shown it, buyers that are expected among them, and those who are kept back. */
	readonly customers: number;
	readonly expected: number;
	readonly heldBack: number;
	/** Expected profit, and the probability from which an ad pays: cost / margin. */
	readonly profit?: number;
	readonly threshold?: number;
}

/** What the same choice hits among the held-out customers, over all pairs that it takes there. */
export interface AudienceMeasured {
	readonly pairs: number;
	readonly bought: number;
	/** bought / pairs with its 95 % interval; NaN where nothing is taken. */
	readonly precision: number;
	readonly low: number;
	readonly high: number;
	/** precision / share bought of all pairs. */
	readonly lift: number;
	/** Share of all purchases that is among the pairs. */
	readonly recall: number;
	/** Profit of an ad with its 95 % interval over customers, where terms are given. */
	readonly profit?: { readonly mean: number; readonly low: number; readonly high: number };
}

/** What a threshold would bring: today's customers, and what the held-out ones showed there. */
export interface AudiencePoint {
	readonly threshold: number;
	readonly customers: number;
	readonly pairs: number;
	/** Expected profit of showing all of them, where terms are given. */
	readonly profit?: number;
	/** Pairs of held-out customers that pass, and the share bought with its 95 % interval; NaN where none pass. */
	readonly tested: number;
	readonly precision: number;
	readonly low: number;
	readonly high: number;
	readonly lift: number;
	readonly recall: number;
}

export interface AudienceAnswer {
	/** Ads that are shown, and to how many customers. */
	readonly pairs: number;
	readonly customers: number;
	readonly heldBack: { readonly pairs: number; readonly customers: number };
	/** The lowest probability that is taken; NaN where nothing is. */
	readonly lowest: number;
	/** The likeliest pair; `everybody`: all customers have that probability for the product. */
	readonly highest: { readonly customer: string; readonly product: string; readonly probability: number; readonly everybody: boolean };
	readonly perProduct: readonly AudienceProduct[];
	readonly rows: readonly AudienceRow[];
	/** Undefined where the customers that were held out from training are not told apart any more. */
	readonly measured?: AudienceMeasured;
	/** Expected profit: of the ads that are shown, of showing everything to everyone, and of the best threshold. Nobody: 0. */
	readonly profit?: { readonly shown: number; readonly everyone: number; readonly best: { readonly threshold: number; readonly profit: number } };
	/** 0.01 … 0.99 */
	readonly curve: readonly AudiencePoint[];
	/** Customers of the data whose e-mail address, and telephone number, is known. */
	readonly reachable: { readonly email: number; readonly phone: number };
}

/** A list to take along: a line per ad, a line per customer, or the customers who are kept back. */
export type AudienceFileKind = 'ads' | 'customers' | 'held-back';

/** What became of an exported list, by the orders that came since. */
export interface CampaignResult {
	readonly asOf: number;
	/** Days that count; undefined where the next order did. */
	readonly horizon?: number;
	/** Whether the data reaches to the end of that time, and its last day. */
	readonly complete: boolean;
	readonly to: number;
	/** Customers of the list, and those who bought something that was listed for them. */
	readonly shown: { readonly customers: number; readonly bought: number };
	readonly heldBack: { readonly customers: number; readonly bought: number };
	/** Customers of the list that the data does not have; they count as having bought nothing. */
	readonly unknown: number;
	/** Undefined where one of the groups is empty. */
	readonly uplift?: Uplift;
}
