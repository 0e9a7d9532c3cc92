// The way that the README shows to somebody with a module of their own: get the tool, generate, build.

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"

	"github.com/smithwright/smithwright/internal/testenv"
)

func TestInAnotherModule(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	env := append(os.Environ(), "GOPROXY="+proxies(t, publish(t)), "GOSUMDB=off", "GOFLAGS=-modcacherw", "GOWORK=off", "GOMODCACHE="+moduleCache(t), "SMITHWRIGHT_CACHE=off")
	run := func(args ...string) string {
		cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
		cmd.Dir, cmd.Env = dir, env
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	run("go", "mod", "init", "example.com/mine")
	run("go", "get", "-tool", "github.com/smithwright/smithwright/cmd/gen")
	write(t, filepath.Join(dir, "models", "lambda.json"), read(t, filepath.Join(testenv.Root(t), "models", "lambda", "lambda.json")))
	write(t, filepath.Join(dir, "lambda", "generate.go"),
		"package lambda\n\n//go:generate go tool gen --ops GetFunctionEventInvokeConfig -o . ../models/lambda.json\n")
	if out := run("go", "generate", "./..."); !strings.Contains(out, ": 1 operations, ") && !strings.Contains(out, ": 1 operation, ") {
		t.Errorf("go generate said:\n%s", out)
	}
	write(t, filepath.Join(dir, "main.go"), "package main\n\nimport \"example.com/mine/lambda\"\n\n"+
		"func main() {\n\tif err := (&lambda.GetFunctionEventInvokeConfigRequest{}).Validate(); err == nil {\n\t\tpanic(\"an empty name passed\")\n\t}\n}\n")
	run("go", "mod", "tidy")
	run("go", "vet", "./...")
	run("go", "run", ".")
	if out := run("go", "tool", "gen", "--check", "--ops", "GetFunctionEventInvokeConfig", "-o", "lambda", "models/lambda.json"); strings.Contains(out, "would") {
		t.Errorf("a second run would change something:\n%s", out)
	}
}

// moduleCache is a cache of its own for this module's version, in front of which stand the files of the real one.
func moduleCache(t *testing.T) string { return filepath.Join(t.TempDir(), "mod") }

// proxies lists a folder with this module and the module cache, both in the layout of a module proxy.
func proxies(t *testing.T, own string) string {
	out, err := exec.CommandContext(t.Context(), "go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	cache := filepath.Join(strings.TrimSpace(string(out)), "cache", "download")
	return "file://" + filepath.ToSlash(own) + ",file://" + filepath.ToSlash(cache)
}

// publish writes this repository's module as version v0.1.0 in the layout of a module proxy.
func publish(t *testing.T) string {
	root, proxy := testenv.Root(t), t.TempDir()
	version := module.Version{Path: "github.com/smithwright/smithwright", Version: "v0.1.0"}
	folder := filepath.Join(proxy, filepath.FromSlash(version.Path), "@v")
	write(t, filepath.Join(folder, "list"), version.Version+"\n")
	write(t, filepath.Join(folder, "v0.1.0.info"), fmt.Sprintf("{\"Version\":%q,\"Time\":\"2026-01-01T00:00:00Z\"}", version.Version))
	write(t, filepath.Join(folder, "v0.1.0.mod"), read(t, filepath.Join(root, "go.mod")))
	f, err := os.Create(filepath.Join(folder, "v0.1.0.zip"))
	if err != nil {
		t.Fatal(err)
	}
	if err := zip.CreateFromDir(f, version, root); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return proxy
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
