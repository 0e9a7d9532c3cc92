// This file looks at the Go files that are in a folder already: a package that is generated into it must be theirs.

package driver

import (
	"bytes"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// maxClause bounds how much of a Go file is read to find its package clause, in bytes.
const maxClause = 1 << 20

// checkPackage reports Go files in the folder that stay there and are of another package than the generated one.
func (c *comparison) checkPackage() {
	removed := map[string]bool{}
	for _, change := range c.out.changes {
		removed[change.name] = change.verb == remove
	}
	var others []string
	for _, name := range slices.Sorted(maps.Keys(c.old)) {
		if c.writes(name) || removed[name] || !inPackage(name) || !c.old[name].Mode().IsRegular() {
			continue
		}
		text, err := readStart(c.root, name, maxClause)
		if err != nil {
			continue // The compiler will say so; there is no name to compare.
		}
		if clause := packageClause(text); clause != "" && clause != c.packageName {
			others = append(others, name+" is of package "+clause)
		}
	}
	if len(others) == 0 {
		return
	}
	more := ""
	if n := len(others); n > 3 {
		others, more = others[:3], ", …"
	}
	c.fail("package.conflict", "package %s can't be generated into %s, which holds Go files of another package (%s%s): name that package with --package, or choose another folder with --out",
		c.packageName, slashed(c.dir), strings.Join(others, ", "), more)
}

// inPackage says whether the go command takes a file of that name for a part of the folder's package: tests may be of a
// package of their own.
func inPackage(name string) bool {
	return strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") &&
		!strings.HasPrefix(name, "_") && !strings.HasPrefix(name, ".")
}

// packageClause reads the package name of a Go file: "" if the file has none, is excluded from every build, or
// documents a command.
func packageClause(text []byte) string {
	file, err := parser.ParseFile(token.NewFileSet(), "", bytes.TrimPrefix(text, []byte("\ufeff")), parser.PackageClauseOnly|parser.ParseComments)
	if err != nil || ignored(file) || file.Name.Name == "documentation" {
		return ""
	}
	return file.Name.Name
}

// ignored says whether a file's build constraint asks for the tag ignore, which nobody sets.
func ignored(file *ast.File) bool {
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if comment.Pos() > file.Package || !constraint.IsGoBuild(comment.Text) {
				continue
			}
			if expr, err := constraint.Parse(comment.Text); err == nil && !expr.Eval(func(tag string) bool { return tag != "ignore" }) {
				return true
			}
		}
	}
	return false
}
