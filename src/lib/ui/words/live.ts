import { whole } from './numbers.js';
import { day } from './time.js';
import type { FeedKind } from '$lib/state/engine.js';
import type { LiveCalibration } from '$lib/core/live/calibration.js';
import type { RetrainReason } from '$lib/core/live/health.js';

export const feedNames: Readonly<Record<FeedKind, string>> = {
	stream: 'Simulated shop',
	watch: 'File on this computer',
	channel: 'Other pages of this site',
	events: 'Server-Sent Events',
	socket: 'WebSocket'
};

export const retrainSentences: Readonly<Record<RetrainReason, string>> = {
	many_orders: 'A tenth more orders have come in than the model has learned from.',
	unknown_products: 'Products are sold that the model does not know.',
	drift: 'Customers differ clearly from those that the model has learned from.',
	calibration: 'More, or fewer, products are bought than the probabilities let expect.'
};

export const driftWords = { stable: 'as learned', moderate: 'moved', large: 'moved far' } as const;

/** How many purchases the probabilities let expect, beside how many there were; or when that is known. */
export function calibrationNote(calibration: LiveCalibration): string {
	if (calibration.state === 'waiting') return `not known before orders of ${day(calibration.until)} are there: then the time that was asked about is over`;
	if (calibration.state === 'timeless') return 'cannot be known: the question names no time by which anything is bought';
	return `bought, where the probabilities let expect ${whole(Math.round(calibration.expected))}`;
}
