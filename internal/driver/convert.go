// This file has the runs that print a model in another form: as JSON AST, and as IDL.

package driver

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl/format"
	"github.com/smithwright/smithwright/internal/idl/print"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// ASTOptions says how [AST] prints.
type ASTOptions struct {
	// Flatten copies the members and traits of mixins into the shapes that use them.
	Flatten bool
}

// AST merges models into one and prints it to Stdout as JSON AST. Of a model with an error nothing is printed. The error is a
// *[UsageError] if a path does not exist, [ErrFailed] if the model has an error, or that of printing.
func AST(models []string, how ASTOptions, streams Streams) error {
	return convert(models, streams, func(m *shape.Model) error {
		return ast.Write(streams.Stdout, m, ast.WriteOptions{Flatten: how.Flatten})
	})
}

// IDLOptions says where [IDL] prints to.
type IDLOptions struct {
	// Out is the folder that gets a file a namespace. "" stands for Stdout, which takes a single one.
	Out string
}

// IDL merges models into one and prints it as Smithy IDL, a file a namespace: to Stdout if it is one, or into a folder, where
// a file that exists and has other bytes is never overwritten. Of a model with an error nothing is printed. The error is a
// *[UsageError] if a path does not exist or Stdout can't take all files, [ErrFailed] if the model has an error, or that of
// writing.
func IDL(models []string, how IDLOptions, streams Streams) error {
	return convert(models, streams, func(m *shape.Model) error {
		files, err := idlOf(m)
		if err != nil {
			return err
		}
		if how.Out != "" {
			return writeIDL(how.Out, files)
		}
		if len(files) == 1 {
			_, err := io.WriteString(streams.Stdout, files[0].Text)
			return err
		}
		var names []string
		for _, f := range files {
			names = append(names, f.Name)
		}
		return usagef("the model becomes %d files, one a namespace (%s): name a folder for them with --out", len(files), strings.Join(names, ", "))
	})
}

// idlOf prints a model as IDL, in the layout of gen fmt.
func idlOf(m *shape.Model) ([]print.File, error) {
	files := print.Model(m, print.Options{InferSuffixes: true, MetadataFirst: true})
	for i, f := range files {
		var diags diag.List
		text := format.Source(source.New(f.Name, []byte(f.Text)), &diags)
		if diags.HasErrors() {
			return nil, fmt.Errorf("what was printed does not read back, which is a bug in gen: %s: %s", diags.Sorted()[0].Span, diags.Sorted()[0].Message)
		}
		files[i].Text = string(text)
	}
	return files, nil
}

// convert loads models as one and hands it to write, unless it has an error.
func convert(models []string, streams Streams, write func(*shape.Model) error) error {
	models, err := findModels(models)
	if err != nil {
		return err
	}
	var diags diag.List
	var m *shape.Model
	guard(&diags, strings.Join(models, ", "), func() {
		var files []*source.File
		for _, name := range models {
			files = append(files, readModel(name, &diags)...)
		}
		m = load(files, &diags)
	})
	if m != nil && !diags.HasErrors() {
		if err := write(m); err != nil {
			return fmt.Errorf("print the model: %w", err)
		}
	}
	return printFindings(streams, []*diag.List{&diags})
}

// writeIDL writes files into a folder. Those that are there with the same bytes stay; if one has others, nothing is written.
func writeIDL(dir string, files []print.File) error {
	o := &output{dir: dir}
	for _, f := range files {
		old, err := os.ReadFile(filepath.Join(dir, f.Name))
		switch {
		case err == nil && bytes.Equal(old, []byte(f.Text)):
		case err == nil:
			return usagef("%s exists and holds something else: remove it, or name another folder", slashed(filepath.Join(dir, f.Name)))
		default:
			o.changes = append(o.changes, change{verb: create, name: f.Name, content: []byte(f.Text)})
		}
	}
	return o.apply()
}
