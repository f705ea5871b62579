/** Stages of long work in words; what is not listed is shown as it comes. */
const stages: Readonly<Record<string, string>> = {
	read: 'Reading the file',
	reading: 'Reading the file',
	loading: 'Fetching the demo',
	download: 'Fetching the demo',
	columns: 'Looking at the columns',
	clean: 'Cleaning the rows',
	book: 'Sorting the orders by customer',
	store: 'Storing it in this browser',
	open: 'Opening the project',
	features: 'Computing what each customer did before each date',
	snapshots: 'Computing what each customer did before each date',
	popularity: 'Counting what is popular',
	forest: 'Growing the trees',
	boosted: 'Growing boosted trees',
	trees: 'Growing the trees',
	epochs: 'Training the neural network',
	neural: 'Training the neural network',
	transformer: 'Training the transformer',
	neighbours: 'Looking for similar customers',
	blend: 'Weighing the models',
	calibrate: 'Calibrating the probabilities',
	calibration: 'Calibrating the probabilities',
	predict: 'Predicting',
	evaluate: 'Testing on customers it never saw',
	evaluation: 'Testing on customers it never saw',
	explain: 'Working out why'
};

export function stageWords(stage: string): string {
	if (stages[stage]) return stages[stage];
	const text = stage.replace(/[_.-]+/g, ' ');
	return text.charAt(0).toUpperCase() + text.slice(1);
}
