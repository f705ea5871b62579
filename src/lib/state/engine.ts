import type { Engine } from '../browser/worker/engine.js';
import { siteRoot } from './site.js';

export type {
	ComputeCard,
	DataPreview,
	Engine,
	Inspection,
	AppendPlan,
	FeedKind,
	FeedRequest,
	FeedState,
	InterruptedTraining,
	LiveUpdate,
	ModelFormat,
	OutcomeAnswer,
	ProjectListing,
	TrainRequest,
	TrainResult
} from '../browser/worker/engine.js';

/** Starts the worker on first use, and not before. */
export type EngineSource = () => Promise<Engine>;

let started: Promise<Engine> | undefined;

/** The page's one worker. A start that failed is tried again the next time. */
export const pageEngine: EngineSource = () => {
	started ??= import('../browser/worker/client.js').then(({ createEngine }) =>
		createEngine(siteRoot())
	);
	started.catch(() => (started = undefined));
	return started;
};
