import type * as Core from '@tensorflow/tfjs-core';
import type { Batch, Capacity } from './batch.js';
import { capacityOf, emptyBatch, fillBatch, takeSample } from './batch.js';
import type { Dropout } from './forward.js';
import { dropoutMask } from './graph-dropout.js';
import type { Parameters } from './graph.js';
import { graphLogits, graphLoss } from './graph.js';
import type { Material } from './material.js';
import type { Sample } from './sample.js';
import type { Layout } from './shape.js';

type TensorFlow = typeof Core;

/** A net in front of the network, in TensorFlow.js operations, over batches of one material. */
export interface GraphFront<M extends Material> {
	/** Takes the rows order[from] to order[to - 1]; without an order rows from to to - 1. */
	gather(order: Int32Array | undefined, from: number, to: number): void;
	/** [capacity × extra] what it says of the rows taken. */
	read(parameters: Parameters, dropout: Dropout): Core.Tensor2D;
	readonly material: M;
}

/** Makes the front for batches of up to `rows` rows of the material. */
export type GraphFrontPlan<M extends Material> = (tf: TensorFlow, material: M, rows: number) => GraphFront<M>;

/** The loss on batches of a material, in TensorFlow.js operations. */
export class GraphPass<M extends Material> {
	readonly batch: Batch;
	readonly #size: Capacity;
	readonly #front: GraphFront<M> | undefined;

	/** `rows`: the most that a batch has; `columns`: see Capacity. */
	constructor(
		private readonly tf: TensorFlow,
		private readonly layout: Layout,
		private readonly material: M,
		rows: number,
		columns: number,
		front?: GraphFrontPlan<M>
	) {
		const { inputs, ownInputs, products } = layout.shape;
		this.#size = capacityOf(material, Math.min(rows, material.rows), columns);
		this.batch = emptyBatch(this.#size, inputs, ownInputs, columns ? products : 0);
		this.#front = front?.(tf, material, this.#size.rows);
	}

	/** As of Pass. */
	sample(sample: Sample): void {
		takeSample(this.batch, sample);
	}

	gather(order: Int32Array | undefined, from: number, to: number): void {
		fillBatch(this.batch, this.material, order, from, to);
		this.#front?.gather(order, from, to);
	}

	/** Sum of the cross-entropies of the rows taken. */
	loss(parameters: Parameters, absent: Core.Tensor2D, dropout: Dropout): Core.Scalar {
		const { tf, layout, batch } = this;
		const size = this.#size;
		const masks = dropout.keep < 1 ? layout.shape.hidden.map((width, l) => dropoutMask(tf, batch, size.trunk, width, dropout, l)) : [];
		const extra = this.#front?.read(parameters, dropout);
		const logits = graphLogits(tf, layout, parameters, { batch, size, absent, masks, ...(extra && { extra }) });
		return graphLoss(tf, layout, logits, batch, size);
	}
}
