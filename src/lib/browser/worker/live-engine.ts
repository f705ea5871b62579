import type { FeatureDrift } from '../../core/history/drift.js';
import type { RetrainReason } from '../../core/live/health.js';
import type { LiveCalibration } from '../../core/live/calibration.js';
import type { LiveTally, OrderEvent } from '../../core/live/session.js';
import type { ProjectCard } from '../../core/project/cards.js';

/** Where orders come from. A `stream` is the office shop, simulated on; `address` has to be of this site's origin. */
export type FeedRequest =
	| { readonly kind: 'stream'; readonly perSecond: number }
	| { readonly kind: 'watch'; readonly handle: FileSystemFileHandle }
	| { readonly kind: 'channel' }
	| { readonly kind: 'events'; readonly address: string }
	| { readonly kind: 'socket'; readonly address: string };

export type FeedKind = FeedRequest['kind'];

/** How a feed is doing. */
export interface FeedState {
	readonly kind: FeedKind;
	readonly running: boolean;
	/** Code of what ended it, or of the last message that was refused. */
	readonly problem?: string;
}

/** The state of the live page, as of now. */
export interface LiveUpdate {
	readonly tally: LiveTally;
	readonly calibration: LiveCalibration;
	/** What happened since the last update, oldest first, at most a hundred. */
	readonly events: readonly OrderEvent[];
	/** Orders taken in the last second, and the middle and the slowest way of one from its arrival to its customer's new probabilities, in ms. */
	readonly perSecond: number;
	readonly latency: { readonly median: number; readonly slowest: number };
	/** The last day of the data, days since 1970-01-01. */
	readonly to: number;
	readonly drift: readonly FeatureDrift[];
	readonly reasons: readonly RetrainReason[];
	readonly feeds: readonly FeedState[];
}

/** What a newer export would bring. */
export interface AppendPlan {
	readonly rows: number;
	readonly fresh: number;
	readonly known: number;
	readonly corrected: number;
	/** The first few orders that are there with other lines. */
	readonly corrections: readonly { readonly customer: string; readonly order: string }[];
	/** Products that the data did not have: all models have to be trained anew. */
	readonly newProducts: readonly string[];
	/** Code to hand back to `liveAppend`. */
	readonly token: number;
}

/** Orders that come in while the page is open. */
export interface LiveEngine {
	/**
	 * Goes on from what came in before, and calls `report` after changes, some times a second. Throws `live.elsewhere`
	 * where another tab does so for this project, `project.no_model`, `live.given_split`.
	 */
	liveStart(report: (update: LiveUpdate) => void): Promise<void>;
	liveStop(): Promise<void>;
	/** Starts a feed, in place of one of its kind. Throws `live.stopped`, `live.other_origin`, `live.no_stream`. */
	feedStart(request: FeedRequest): Promise<void>;
	feedStop(kind: FeedKind): Promise<void>;
	/** Reads a newer export of the open project's shop and says what it would bring; nothing changes yet. */
	appendPlan(files: readonly File[], report: (progress: { stage: string; done: number; total: number }) => void): Promise<AppendPlan>;
	/** Takes the orders of the plan in, with the corrections or without. Throws `live.plan_gone`. */
	append(token: number, corrections: boolean): Promise<ProjectCard>;
	/** Makes what came in a part of the data. Models stay where they still fit (no new product or attribute value). */
	absorb(): Promise<ProjectCard>;
}
