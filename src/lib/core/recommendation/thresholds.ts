/** Whether a probability is at or above a threshold; probabilities are float32, and .7 passes .7. */
export function passes(probability: number, threshold: number): boolean {
	return Math.fround(probability) >= Math.fround(threshold);
}
