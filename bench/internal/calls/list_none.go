//go:build !full

// Without the package of the full model there is nothing to list with.

package calls

// List needs the build tag full.
var List func(Doer) (Pair, error)
