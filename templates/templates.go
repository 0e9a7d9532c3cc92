// Package templates holds the files of a generated package that have a fixed form.
package templates

import "embed"

// FS holds the templates, in the syntax of text/template.
//
//go:embed *.tmpl
var FS embed.FS
