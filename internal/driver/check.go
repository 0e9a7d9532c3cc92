// This file is the run that validates models and generates nothing.

package driver

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

// Checking says how [Check] judges and prints.
type Checking struct {
	// JSON prints the findings as a JSON array to Stdout, for machines.
	JSON bool
	// Severity is the name of the least severity at which a finding fails the run: "note", "warning", "danger" or "error".
	// "" stands for "danger": by the specification, a model with a danger that is not suppressed is invalid.
	Severity string
	// All goes on where an error makes further findings doubtful, which the reference implementation does not.
	All bool
}

// severities are the names of the flag's values.
var severities = map[string]diag.Severity{
	"note": diag.Info, "warning": diag.Warning, "danger": diag.Danger, "error": diag.Error, "": diag.Danger,
}

// Check reads and validates models, each by itself, and prints what is wrong with them: to Stderr for people, or to Stdout as
// JSON. The error is a *[UsageError] if a path or a severity does not exist, [ErrFailed] if a model has a finding of the
// severity that fails, or that of printing.
func Check(models []string, how Checking, streams Streams) error {
	fails, ok := severities[strings.ToLower(how.Severity)]
	if !ok {
		return usagef("there is no severity %q: name one of note, warning, danger, error", how.Severity)
	}
	models, err := findModels(models)
	if err != nil {
		return err
	}
	all := make([]*diag.List, len(models))
	var cut atomic.Bool // an error kept validators from running
	each(len(models), streams.Progress, func(i int) {
		all[i] = &diag.List{}
		guard(all[i], models[i], func() {
			if _, complete := understand(readModel(models[i], all[i]), how.All, all[i]); !complete {
				cut.Store(true)
			}
		})
	})
	if how.JSON {
		err = printFindingsJSON(streams.Stdout, all)
	} else if err = printFindings(streams, all); errors.Is(err, ErrFailed) && cut.Load() {
		fmt.Fprintln(streams.Stderr, "gen: an error stops the checks that build on what it is about; --all goes on")
	}
	for _, diags := range all {
		if err == nil && diags.Count(fails) > 0 {
			err = ErrFailed
		}
	}
	return err
}

// A Finding is a diagnostic in the form that `gen check --json` prints. Lines and columns count from 1, columns in code
// points; File is empty, and lines and columns 0, where there is no place.
type Finding struct {
	Severity  string         `json:"severity"` // NOTE, WARNING, DANGER or ERROR
	ID        string         `json:"id"`       // the event id
	Shape     string         `json:"shape,omitempty"`
	File      string         `json:"file,omitempty"`
	Line      int            `json:"line,omitempty"`
	Column    int            `json:"column,omitempty"`
	EndLine   int            `json:"endLine,omitempty"`
	EndColumn int            `json:"endColumn,omitempty"` // of the first character behind
	Message   string         `json:"message"`
	Notes     []FurtherPlace `json:"notes,omitempty"`
}

// A FurtherPlace is a note of a finding.
type FurtherPlace struct {
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Message string `json:"message"`
}

// printFindingsJSON prints the findings of all models as one indented JSON array.
func printFindingsJSON(w io.Writer, all []*diag.List) error {
	out := []Finding{}
	for _, diags := range all {
		for _, d := range diags.Sorted() {
			out = append(out, finding(d))
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		return fmt.Errorf("print the findings: %w", err)
	}
	return nil
}

func finding(d diag.Diagnostic) Finding {
	f := Finding{Severity: strings.ToUpper(d.Severity.String()), ID: d.Code, Shape: d.Shape, Message: d.Message}
	f.File, f.Line, f.Column = place(d.Span)
	if d.Span.File != nil {
		f.EndLine, f.EndColumn = d.Span.File.Position(max(d.Span.Start, d.Span.End))
	}
	for _, n := range d.Notes {
		further := FurtherPlace{Message: n.Text}
		further.File, further.Line, further.Column = place(n.Span)
		f.Notes = append(f.Notes, further)
	}
	return f
}

// place is where a span starts.
func place(s source.Span) (file string, line, column int) {
	if s.File == nil {
		return "", 0, 0
	}
	line, column = s.Position()
	return s.File.Name, line, column
}
