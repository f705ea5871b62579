import type { DialectName } from '../../core/export/sql/targets.js';
import type { Question } from '../../core/features/types.js';
import type { FamilyName } from '../../core/models/types.js';
import type { Progress } from '../../core/progress.js';
import type { ProjectCard } from '../../core/project/cards.js';
import type { BackendName } from '../tensorflow/load.js';

export type { BackendName } from '../tensorflow/load.js';

export interface TrainRequest {
	readonly families: readonly FamilyName[];
	readonly question: Question;
	readonly seed: number;
	readonly options?: Readonly<Partial<Record<FamilyName, Record<string, unknown>>>>;
	/** Waits for another tab that trains this project, in place of throwing `train.elsewhere`. */
	readonly wait?: boolean;
}

export interface TrainResult {
	readonly project: ProjectCard;
	/** Families that could not be trained, and why, by error code. */
	readonly failed: readonly { readonly family: FamilyName; readonly code: string }[];
}

/** A training whose tab was closed, or whose worker died, before it was done. */
export interface InterruptedTraining {
	/** When it began, ISO 8601. */
	readonly time: string;
	readonly families: readonly FamilyName[];
	readonly question: Question;
	readonly seed: number;
	/** The families that were done. */
	readonly done: readonly FamilyName[];
	/** The network in the middle, and its epoch. */
	readonly at?: { readonly family: FamilyName; readonly epoch: number };
	/** Whether the orders are still those that it learned from; if not, only starting again is left. */
	readonly isCurrent: boolean;
	/** Another tab is training this project right now. */
	readonly elsewhere: boolean;
}

/** What networks compute with on this device. */
export interface ComputeCard {
	readonly wish: 'automatic' | BackendName;
	/**
	 * Training rows a second of the network of each family that was measured last, the quickest backend first; 0 where
	 * one does not start. What is quickest for one family need not be for another.
	 */
	readonly measured: readonly { readonly family: FamilyName; readonly backend: BackendName; readonly rowsPerSecond: number }[];
}

export type ModelFormat = 'onnx' | 'layers' | DialectName;

/** The part of the engine that trains. */
export interface TrainingEngine {
	/**
	 * Trains, and keeps what it reaches until it is done. Throws `train.elsewhere` where another tab trains this project,
	 * and what training throws.
	 */
	train(request: TrainRequest, report: (progress: Progress) => void): Promise<TrainResult>;
	/** The training of the open project that was interrupted, if there is one. */
	interrupted(): Promise<InterruptedTraining | undefined>;
	/** Goes on with it. The models are the same, to the bit, as without the interruption. */
	goOn(report: (progress: Progress) => void): Promise<TrainResult>;
	/** Forgets it. */
	discardInterrupted(): Promise<void>;
	/** Holds what runs, and keeps where a network stands; `proceed` lets it go on. */
	pause(): Promise<void>;
	proceed(): Promise<void>;
	cancel(): Promise<void>;

	compute(): Promise<ComputeCard>;
	computeWith(wish: ComputeCard['wish']): Promise<ComputeCard>;
	/** Measures every backend with the networks of the open project. */
	measureCompute(question: Question, report: (progress: Progress) => void): Promise<ComputeCard>;

	/**
	 * A network's weights for other programs, an .onnx file or a zip of model.json and weights.bin; or, of more families, a zip
	 * of SQL scripts for a database. Throws `model.unknown`, `model.no_export`, and what `sqlFiles` throws.
	 */
	exportModel(model: string, format: ModelFormat): Promise<Blob>;
}
