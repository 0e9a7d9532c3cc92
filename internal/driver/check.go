// This file is the run that validates models and generates nothing.

package driver

import (
	"github.com/smithwright/smithwright/internal/diag"
)

// Check reads and validates models, each by itself, and prints what is wrong with them to Stderr. The error is a
// *[UsageError] if a path does not exist, [ErrFailed] if a model has an error, or that of printing.
func Check(models []string, streams Streams) error {
	models, err := findModels(models)
	if err != nil {
		return err
	}
	all := make([]*diag.List, len(models))
	each(len(models), streams.Progress, func(i int) {
		all[i] = &diag.List{}
		guard(all[i], models[i], func() { load(models[i], all[i]) })
	})
	return printFindings(streams, all)
}
