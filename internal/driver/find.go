// This file turns the command line's MODEL arguments, or the folder ./models, into lists of files to read.

package driver

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/c2j"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

const (
	// ModelsDir holds the models of a run that names none; each entry is one.
	ModelsDir = "models"
	// GeneratedDir gets the packages of a run that names no other folder.
	GeneratedDir = "generated"
)

// A UsageError is a fault of the command line, not of a model: a path that does not exist, flags that contradict each
// other.
type UsageError struct{ Message string }

func (e *UsageError) Error() string { return e.Message }

// usagef makes a UsageError.
func usagef(format string, args ...any) error {
	return &UsageError{Message: fmt.Sprintf(format, args...)}
}

// findModels gives the paths of the models of a run: the arguments as they are, or what is in ./models.
func findModels(args []string) ([]string, error) {
	if len(args) > 0 {
		seen := map[string]bool{}
		for _, arg := range args {
			if _, err := os.Stat(arg); err != nil {
				return nil, usagef("%s: %v", arg, rootCause(err))
			}
			if seen[filepath.Clean(arg)] {
				return nil, usagef("%s is named twice", arg)
			}
			seen[filepath.Clean(arg)] = true
		}
		return args, nil
	}
	entries, err := os.ReadDir(ModelsDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usagef("no MODEL was named, and there is no folder ./%s", ModelsDir)
	}
	if err != nil {
		return nil, usagef("no MODEL was named, and ./%s can't be listed: %v", ModelsDir, rootCause(err))
	}
	var models []string
	for _, entry := range entries {
		if name := filepath.Join(ModelsDir, entry.Name()); isEntry(name, entry) {
			models = append(models, name)
		}
	}
	if len(models) == 0 {
		return nil, usagef("no MODEL was named, and ./%s holds no .smithy or .json file, nor a folder with one", ModelsDir)
	}
	return models, nil
}

// isEntry says whether an entry of ./models is a model: a file that looks like one, or a folder with such a file. What
// can't be looked into counts, so that reading it says why.
func isEntry(name string, entry fs.DirEntry) bool {
	if hidden(entry.Name()) {
		return false
	}
	if !entry.IsDir() {
		info, err := os.Stat(name)
		return isModelFile(entry.Name()) || err == nil && info.IsDir()
	}
	found := false
	err := filepath.WalkDir(name, func(at string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case at != name && hidden(entry.Name()):
			return skip(entry)
		case !entry.IsDir() && isModelFile(entry.Name()):
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found || err != nil
}

// hidden says whether a name is one that is passed over: dot files, and what editors and the go command set aside.
func hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") }

// skip passes over an entry of a walked folder, with all that is in it.
func skip(entry fs.DirEntry) error {
	if entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// isModelFile says whether a file of that name in a folder is a part of the model.
func isModelFile(name string) bool {
	ext := filepath.Ext(name)
	return strings.EqualFold(ext, ".json") || strings.EqualFold(ext, ".smithy")
}

// readModel reads the files of one model, a file or a folder, in the order of their names. What can't be read is
// reported, all of it, and left out.
func readModel(model string, diags *diag.List) []*source.File {
	info, err := os.Stat(model)
	if err != nil {
		diags.Errorf(nowhere, "model.missing", "%s can't be read: %v", slashed(model), rootCause(err))
		return nil
	}
	names := []string{model}
	if info.IsDir() {
		if names = modelFiles(model, diags); len(names) == 0 && !diags.HasErrors() {
			diags.Errorf(nowhere, "model.missing", "the folder %s holds no model: a file whose name ends in .smithy or .json is looked for, in the folders below it too", slashed(model))
		}
	}
	var files []*source.File
	for _, name := range names {
		text, err := readModelFile(name)
		if err != nil {
			diags.Errorf(nowhere, "model.read", "%s can't be read: %v", slashed(name), rootCause(err))
			continue
		}
		files = append(files, source.New(slashed(name), text))
	}
	if !info.IsDir() && len(files) == 1 && c2j.Recognize(files[0].Text) {
		files = append(files, companions(model)...)
	}
	return files
}

// companions reads the files beside a model of AWS's own dialect that belong to it, those that there are.
func companions(model string) []*source.File {
	var files []*source.File
	for _, name := range c2j.Companions(model) {
		if text, err := readModelFile(name); err == nil && c2j.RecognizeCompanion(text) {
			files = append(files, source.New(slashed(name), text))
		}
	}
	return files
}

// modelFiles lists the files of a model that is a folder. A symbolic link is an error, since following it could read a
// file twice or lead out of the folder, and passing it over would leave out a part of the model without a word.
func modelFiles(dir string, diags *diag.List) []string {
	var names []string
	dir += string(filepath.Separator) // So that a folder that is named by a link is walked.
	err := filepath.WalkDir(dir, func(at string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			diags.Errorf(nowhere, "model.read", "%s can't be read: %v", slashed(at), rootCause(err))
			if entry == nil || entry.IsDir() {
				return fs.SkipDir
			}
		case at == dir:
		case hidden(entry.Name()):
			return skip(entry)
		case entry.Type()&fs.ModeSymlink != 0:
			if info, err := os.Stat(at); isModelFile(at) || err == nil && info.IsDir() {
				diags.Errorf(nowhere, "model.read", "%s is a symbolic link, which is not followed in a model's folder: put the files themselves there, or name the folder that it points to", slashed(at))
			}
		case !entry.IsDir() && isModelFile(at):
			names = append(names, at)
		}
		return nil
	})
	if err != nil {
		diags.Errorf(nowhere, "model.read", "%s can't be read: %v", slashed(dir), rootCause(err))
	}
	slices.Sort(names)
	return names
}

// readModelFile reads a plain file of a bounded size.
func readModelFile(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("it is %s", kindOf(info.Mode()))
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info.Size() > source.MaxSize {
		return nil, fmt.Errorf("it is larger than %d MiB", source.MaxSize>>20)
	}
	text := make([]byte, info.Size(), info.Size()+1)
	n, err := io.ReadFull(file, text)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return text[:n], nil // It has become shorter since.
	}
	return text, err
}
