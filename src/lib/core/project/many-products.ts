/** Of fewer products than this, the list of probabilities is as short as a ranking, and says more. */
export const MANY_PRODUCTS = 30;
