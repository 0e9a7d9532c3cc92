// This file is the run that formats Smithy IDL files.

package driver

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl/format"
	"github.com/smithwright/smithwright/internal/source"
)

// FormatOptions says what [Format] does with what it formatted.
type FormatOptions struct {
	// Write writes the files that change; otherwise all are printed to Stdout, one after the other.
	Write bool
	// List prints the names of the files that change, and nothing else.
	List bool
}

// Format formats IDL files; a folder stands for the .smithy files in it and below it. A file with a syntax error is left as it
// is. The error is a *[UsageError] if a path does not exist, [ErrFailed] if a file has an error or, with List alone, would
// change, or that of writing.
func Format(paths []string, how FormatOptions, streams Streams) error {
	if _, err := findModels(paths); err != nil {
		return err
	}
	all := make([]*diag.List, len(paths))
	changed := false
	for i, path := range paths {
		all[i] = &diag.List{}
		for _, file := range idlFiles(path, all[i]) {
			differs, err := formatFile(file, how, streams, all[i])
			if err != nil {
				return err
			}
			changed = changed || differs
		}
	}
	err := printFindings(streams, all)
	if err == nil && changed && how.List && !how.Write {
		err = ErrFailed
	}
	return err
}

// idlFiles reads the IDL files that a path stands for.
func idlFiles(path string, diags *diag.List) []*source.File {
	var files []*source.File
	read := readModel(path, diags)
	for _, f := range read {
		if strings.EqualFold(filepath.Ext(f.Name), ".smithy") {
			files = append(files, f)
		}
	}
	if len(files) == 0 && !diags.HasErrors() {
		diags.Errorf(nowhere, "format.missing", "%s is no Smithy IDL: a file whose name ends in .smithy is looked for", slashed(path))
	}
	return files
}

// formatFile formats one file and says whether it changes.
func formatFile(file *source.File, how FormatOptions, streams Streams, diags *diag.List) (bool, error) {
	var mistakes diag.List
	var text []byte
	guard(&mistakes, file.Name, func() { text = format.Source(file, &mistakes) })
	for _, d := range mistakes.Sorted() {
		diags.Add(d)
	}
	if mistakes.HasErrors() {
		return false, nil
	}
	differs := !bytes.Equal(text, file.Text)
	switch {
	case how.List && differs:
		if _, err := fmt.Fprintln(streams.Stdout, file.Name); err != nil {
			return differs, fmt.Errorf("print the name of a file: %w", err)
		}
	case !how.List && !how.Write:
		if _, err := streams.Stdout.Write(text); err != nil {
			return differs, fmt.Errorf("print a file: %w", err)
		}
	}
	if !how.Write || !differs {
		return differs, nil
	}
	return differs, replaceFile(file.Name, text)
}

// replaceFile gives a file new bytes: it is replaced as a whole, and keeps its permissions.
func replaceFile(name string, text []byte) error {
	info, err := os.Stat(name)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, rootCause(err))
	}
	at := filepath.FromSlash(name)
	if real, err := filepath.EvalSymlinks(at); err == nil {
		at = real // The link stays a link.
	}
	o := &output{dir: filepath.Dir(at), changes: []change{{
		verb: rewrite, name: filepath.Base(at), content: text, mode: info.Mode() & fs.ModePerm,
	}}}
	return o.apply()
}
