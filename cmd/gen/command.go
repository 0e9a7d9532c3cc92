// This file declares the command line.

package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/smithwright/smithwright/internal/driver"
)

const rootHelp = `Gen reads Smithy service models and writes a Go package for each.

MODEL is a file (Smithy IDL, Smithy JSON AST, or AWS api-2 JSON), or a folder whose .smithy and .json files, in folders
below it too, make one model together.
Without a MODEL, each entry of ./models is one, and the packages go to folders of their names in ./generated.

A file is written only if its bytes change. What gen wrote before and no longer writes is removed; a file that it did
not write is never touched. A model with an error writes nothing.

What was made of which bytes is remembered in the user's folder for caches, so that a run over models that have not
changed takes no time. The environment variable SMITHWRIGHT_CACHE names another folder for that, or says "off".

It exits with 0 if all is done, with 1 if a model or the output is at fault, and with 2 if the command line is.`

const rootExamples = `  # every model in ./models, into ./generated
  gen

  # two operations of a model, and what they need, as the package in ./lambda
  gen --ops Invoke,GetFunction -o lambda lambda.json

  # the same by go generate, in a Go file of the folder lambda
  //go:generate go tool gen --ops Invoke,GetFunction -o . ../models/lambda.json

  # is what is committed what gen writes now?
  gen --check`

// newCommand declares gen and what it can do beside generating.
func newCommand(stdout, stderr io.Writer) *cobra.Command {
	var req driver.Request
	var noCache bool
	root := &cobra.Command{
		Use:           "gen [MODEL...]",
		Short:         "Write Go packages for Smithy service models",
		Long:          rootHelp,
		Example:       rootExamples,
		Version:       version(),
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			req.Models = args
			if !noCache {
				req.Cache = driver.CacheFolder()
			}
			if err := ruleOutTypos(cmd, args); err != nil {
				return err
			}
			return withProgress(stdout, stderr, func(s driver.Streams) error { return driver.Generate(cmd.Context(), req, s) })
		},
	}
	flags := root.Flags()
	flags.SortFlags = false
	// A word in back quotes is how help calls a flag's value.
	flags.StringVarP(&req.Out, "out", "o", "", "the package's folder; with several services, the folder `DIR` that\ngets one folder a service (default ./generated/PACKAGE)")
	flags.StringVar(&req.Package, "package", "", "the package's `NAME` (default: from the service's sdkId or name)")
	flags.StringVar(&req.Service, "service", "", "which service, if a model has several: its `ID`, or the name in it")
	flags.StringSliceVar(&req.Ops, "ops", nil, "these operations, `A,B,...`, only, and only the shapes that they reach")
	flags.StringVar(&req.Protocol, "protocol", "", "which of the service's protocols, by `NAME` (default: by priority)")
	flags.BoolVar(&req.Tests, "tests", false, "print Go tests too: a subtest for each case of the model's protocol\ntests (smithy.test#httpRequestTests and the like) that is for clients")
	flags.BoolVar(&noCache, "no-cache", false, "read every model, even if nothing has changed since it was last read")
	flags.BoolVar(&req.Check, "check", false, "write nothing; exit 1 and list what would change")

	root.AddCommand(newCheck(stdout, stderr), newList(stdout, stderr),
		newAST(stdout, stderr), newIDL(stdout, stderr), newFormat(stdout, stderr))
	root.SetHelpCommand(newHelp())
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SuggestionsMinimumDistance = 2
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &driver.UsageError{Message: err.Error()} })
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	return root
}

// newCheck declares gen check.
func newCheck(stdout, stderr io.Writer) *cobra.Command {
	var how driver.Checking
	check := &cobra.Command{
		Use:   "check MODEL...",
		Short: "Read and validate models, and print what is wrong with them",
		Long: `Check reads and validates models, each MODEL by itself, and prints everything that is wrong with them, with its
place in the file. The ids in brackets are the event ids of the Smithy specification; a suppression in a model's
metadata, or the trait @suppress, silences all but errors. It writes no file.

It exits with 0 if no model has a finding of the severity of --severity or worse. By the specification, a model with an
error or a danger is invalid; a danger can be suppressed.`,
		Example: `  gen check models/lambda

  # all findings, for a program to read; any of them fails
  gen check --severity note --json weather.smithy`,
		Args: someModels,
		RunE: func(_ *cobra.Command, args []string) error {
			return withProgress(stdout, stderr, func(s driver.Streams) error { return driver.Check(args, how, s) })
		},
	}
	check.Flags().BoolVar(&how.JSON, "json", false, "print a JSON array, an object a finding")
	check.Flags().BoolVar(&how.All, "all", false, "go on after errors, to findings that they may explain")
	check.Flags().StringVar(&how.Severity, "severity", "danger", "what fails: findings of this `LEVEL` or worse,\none of note, warning, danger, error")
	return check
}

// newAST declares gen ast.
func newAST(stdout, stderr io.Writer) *cobra.Command {
	var how driver.ASTOptions
	ast := &cobra.Command{
		Use:   "ast MODEL...",
		Short: "Print models, merged into one, as Smithy JSON AST",
		Long: `Ast reads models in any language that gen reads, merges them into one, validates it, and prints it as Smithy JSON AST,
version 2.0, with the shapes sorted by id. Shapes of the prelude and of other trait definitions that gen brings along
are left out. A model with an error is not printed.`,
		Example: "  gen ast models/weather > weather.json",
		Args:    someModels,
		RunE: func(_ *cobra.Command, args []string) error {
			return withProgress(stdout, stderr, func(s driver.Streams) error { return driver.AST(args, how, s) })
		},
	}
	ast.Flags().BoolVar(&how.Flatten, "flatten", false, "copy the members and traits of mixins into the shapes that use them")
	return ast
}

// newIDL declares gen idl.
func newIDL(stdout, stderr io.Writer) *cobra.Command {
	var how driver.IDLOptions
	idl := &cobra.Command{
		Use:   "idl MODEL...",
		Short: "Print models, merged into one, as Smithy IDL",
		Long: `Idl reads models in any language that gen reads, merges them into one, validates it, and prints it as Smithy IDL,
version 2, which reads back as an equal model. A model of several namespaces becomes several files, one after the
other on standard output, each below a comment with its name, or in the folder of --out. A model with an error is not
printed.`,
		Example: `  gen idl lambda.json > lambda.smithy`,
		Args:    someModels,
		RunE: func(_ *cobra.Command, args []string) error {
			return withProgress(stdout, stderr, func(s driver.Streams) error { return driver.IDL(args, how, s) })
		},
	}
	idl.Flags().StringVarP(&how.Out, "out", "o", "", "write a file a namespace into the folder `DIR`")
	return idl
}

// newFormat declares gen fmt.
func newFormat(stdout, stderr io.Writer) *cobra.Command {
	var how driver.FormatOptions
	format := &cobra.Command{
		Use:   "fmt FILE...",
		Short: "Format Smithy IDL files",
		Long: `Fmt prints Smithy IDL files in the one layout that all of them share: indentation, blank lines, the order of use
statements (those that nothing needs are left out), and what fits on a line. Comments stay where they are. A file with
a syntax error is left as it is.`,
		Example: `  gen fmt -w models/weather/*.smithy

  # is everything formatted?
  gen fmt -l models/weather/*.smithy`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return &driver.UsageError{Message: cmd.CommandPath() + " needs a FILE: a .smithy file, or a folder with some"}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			return withProgress(stdout, stderr, func(s driver.Streams) error { return driver.Format(args, how, s) })
		},
	}
	format.Flags().BoolVarP(&how.Write, "write", "w", false, "write the files that change, rather than printing all")
	format.Flags().BoolVarP(&how.List, "list", "l", false, "print the names of the files that would change, and exit 1 if there are any")
	return format
}

// newList declares gen ls.
func newList(stdout, stderr io.Writer) *cobra.Command {
	var asJSON bool
	list := &cobra.Command{
		Use:   "ls MODEL...",
		Short: "List services, operations (method, URI) and shapes",
		Long: `Ls lists what is in models: each service with its operations, their HTTP method and URI, and all shapes.
It writes no file. A model with an error is not listed.`,
		Example: `  gen ls models/lambda

  # the operations of a model, one a line
  gen ls --json lambda.json | jq -r '.[].services[].operations[].id'`,
		Args: someModels,
		RunE: func(_ *cobra.Command, args []string) error {
			return withProgress(stdout, stderr, func(s driver.Streams) error { return driver.List(args, asJSON, s) })
		},
	}
	list.Flags().BoolVar(&asJSON, "json", false, "print a JSON array, an object a model")
	return list
}

// newHelp declares gen help, which unlike cobra's own fails if there is no such command.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Say how a command is used",
		RunE: func(cmd *cobra.Command, args []string) error {
			topic, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return &driver.UsageError{Message: fmt.Sprintf("there is no command %q", args[0])}
			}
			return topic.Help()
		},
	}
}

// someModels demands at least one MODEL.
func someModels(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return &driver.UsageError{Message: fmt.Sprintf("%s needs a MODEL: a file, or a folder whose files make one", cmd.CommandPath())}
	}
	return nil
}

// ruleOutTypos refuses a first argument that is no path and close to the name of a command: without this it would be
// taken for a model that is missing.
func ruleOutTypos(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if _, err := os.Stat(args[0]); err == nil {
		return nil
	}
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return &driver.UsageError{Message: fmt.Sprintf("there is neither a command nor a model %q: did you mean 'gen %s'?", args[0], near[0])}
	}
	return nil
}

// version tells the module's version that gen was built from, and Go's.
func version() string {
	version := "(unknown version)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	return version + " " + runtime.Version()
}
