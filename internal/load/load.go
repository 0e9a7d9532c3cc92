// Package load turns the files of a model into an assembled model: it picks the reader of each file, adds the definitions of
// the traits that the files use, and links everything. What comes after it does not know which language a model was
// written in.
package load

import (
	"strings"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/c2j"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// Model reads files and assembles what they declare, with the prelude and the trait definitions of the namespaces that
// they mention. What is wrong goes to diags. It always returns a model, which has gaps where there were errors. The options are
// those of the assembly.
func Model(files []*source.File, diags *diag.List, options ...shape.Option) *shape.Model {
	decls := Decls(files, diags)
	return shape.Assemble(append(decls, definitions(files, decls)...), diags, options...)
}

// Decls reads files: those whose names end in .smithy as Smithy IDL, all others as JSON, which is a model of AWS's own
// dialect or a companion of one where its keys say so, and Smithy's JSON AST elsewhere.
func Decls(files []*source.File, diags *diag.List) []shape.Decl {
	var decls []shape.Decl
	var aws []*source.File
	for _, file := range files {
		switch {
		case strings.HasSuffix(file.Name, ".smithy"):
			decls = append(decls, idl.Parse(file, diags)...)
		case c2j.Recognize(file.Text) || c2j.RecognizeCompanion(file.Text):
			aws = append(aws, file)
		default:
			decls = append(decls, ast.Parse(file, diags)...)
		}
	}
	if len(aws) > 0 {
		decls = append(decls, c2j.Parse(aws, diags)...)
	}
	return decls
}
