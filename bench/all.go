// Row h: generating the packages of all services that AWS publishes in Smithy.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/smithwright/smithwright/bench/internal/stats"
)

const (
	allBar      = 15 * time.Second
	allBytesBar = 700e6
	allRatioBar = 0.5
	againBar    = 2 * time.Second
)

// measureAll generates all packages cold, then those that both generators know, and then all again where nothing changed.
func measureAll(ctx context.Context, w *workspace, reps int) (report, error) {
	gen, err := w.generator(ctx)
	if err != nil {
		return report{}, err
	}
	models, err := w.models()
	if err != nil {
		return report{}, err
	}
	peer, err := w.newPeerRun(ctx, models)
	if err != nil {
		return report{}, err
	}
	var all, shared, theirs, bare []usage
	for i := range reps {
		out := w.path("all", fmt.Sprint(i))
		for _, turn := range []struct {
			samples *[]usage
			run     func() (usage, error)
		}{
			{&all, func() (usage, error) { return w.generate(ctx, gen, out, w.path("cache", "all"), models) }},
			{&shared, func() (usage, error) {
				return w.generate(ctx, gen, w.path("shared"), w.path("cache", "shared"), peer.models)
			}},
			{&theirs, func() (usage, error) { return peer.run(ctx, w.path("apis")) }},
			{&bare, func() (usage, error) { return peer.run(ctx, w.path("bare")) }},
		} {
			u, err := turn.run()
			if err != nil {
				return report{}, err
			}
			*turn.samples = append(*turn.samples, u)
			for _, made := range []string{"shared", "peer", "cache"} {
				if err := os.RemoveAll(w.path(made)); err != nil {
					return report{}, err
				}
			}
		}
	}
	again, err := w.generateAgain(ctx, gen, models, reps)
	if err != nil {
		return report{}, err
	}
	rows := coldRows(len(models), all)
	rows = append(rows, peer.rows(shared, theirs, bare)...)
	return report{rows: append(rows, again...)}, nil
}

// generate writes the packages of models into the folder out, with what it remembers in cache. A cold run finds neither.
func (w *workspace) generate(ctx context.Context, gen, out, cache string, models []string) (usage, error) {
	return w.runWith(ctx, []string{gencache + cache}, gen, append([]string{"-o", out}, models...)...)
}

// coldRows are those of all packages, cold.
func coldRows(models int, all []usage) []row {
	took, memory := stats.Median(all, wall), stats.Median(all, peak)
	what := fmt.Sprintf("(h) generate %d services, cold", models)
	return []row{{
		what: what + ": time", ours: inSeconds(took),
		bar: fmt.Sprintf("≤ %.0f s", allBar.Seconds()), holds: atMost(took, allBar.Seconds()),
	}, {
		what: what + ": processor time", ours: inSeconds(stats.Median(all, cpu)),
	}, {
		what: what + ": memory", ours: megabytes(memory),
		bar: "≤ " + megabytes(allBytesBar), holds: atMost(memory, allBytesBar),
	}}
}

// generateAgain generates all packages where they have been before, from the same models. In the end they are held against
// those of a run of its own.
func (w *workspace) generateAgain(ctx context.Context, gen string, models []string, reps int) ([]row, error) {
	first, out, cache := w.path("all", "0"), w.path("again"), w.path("cache")
	if _, err := w.generate(ctx, gen, out, cache, models); err != nil {
		return nil, err
	}
	before, err := stamps(out)
	if err != nil {
		return nil, err
	}
	var samples []usage
	for range reps {
		u, err := w.generate(ctx, gen, out, cache, models)
		if err != nil {
			return nil, err
		}
		samples = append(samples, u)
	}
	after, err := stamps(out)
	if err != nil {
		return nil, err
	}
	written := 0
	for name, stamp := range after {
		if before[name] != stamp {
			written++
		}
	}
	differ, err := differing(first, out, slices.Sorted(maps.Keys(after)))
	if err != nil {
		return nil, err
	}
	took := stats.Median(samples, wall)
	return []row{{
		what: "(h) the same again, models unchanged: time", ours: inSeconds(took),
		bar: fmt.Sprintf("≤ %.0f s", againBar.Seconds()), holds: atMost(took, againBar.Seconds()),
	}, {
		what: fmt.Sprintf("(h) of %d files, written again", len(after)), ours: fmt.Sprint(written),
		bar: "0", holds: atMost(float64(written), 0),
	}, {
		what: "(h) files that differ between two runs", ours: fmt.Sprint(differ),
		bar: "0", holds: atMost(float64(differ), 0),
	}}, nil
}

// stamp is what tells whether a file was written.
type stamp struct {
	size int64
	at   time.Time
}

// stamps lists the files of a folder.
func stamps(dir string) (map[string]stamp, error) {
	files := map[string]stamp{}
	return files, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		files[name] = stamp{info.Size(), info.ModTime()}
		return err
	})
}

// differing counts the files that are not the same in two folders: names are those of b.
func differing(a, b string, names []string) (int, error) {
	others, err := stamps(a)
	if err != nil {
		return 0, err
	}
	n := max(0, len(others)-len(names))
	for _, name := range names {
		x, err := os.ReadFile(filepath.Join(a, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return 0, err
		}
		y, err := os.ReadFile(filepath.Join(b, name))
		if err != nil {
			return 0, err
		}
		if !bytes.Equal(x, y) {
			n++
		}
	}
	return n, nil
}

// peerRun is the generator of aws-sdk-go v1, set to generate the services that both know.
type peerRun struct {
	w      *workspace
	gen    string
	models []string // ours
}

// newPeerRun finds the api-2 models in the module of aws-sdk-go v1 that are of the same service and version as one of models,
// and puts links to them into two folders: apis has all files that belong to them, which is what `make gen-services` there
// generates from, and bare lacks the documentation and the examples of those whose model here has none.
func (w *workspace) newPeerRun(ctx context.Context, models []string) (*peerRun, error) {
	gen, err := w.peerGenerator(ctx)
	if err != nil {
		return nil, err
	}
	p := &peerRun{w: w, gen: gen}
	known, err := w.peerModels(ctx)
	if err != nil {
		return nil, err
	}
	folders := map[string]string{} // of links → our model
	for _, path := range models {
		s, err := readService(path)
		if err != nil {
			return nil, err
		}
		from, ok := known[s.key]
		if !ok {
			continue
		}
		folder := filepath.Join(filepath.Base(filepath.Dir(from)), filepath.Base(from))
		folders[folder] = path
		if err := link(from, w.path("apis", folder)); err != nil {
			return nil, err
		}
		var without []string
		if !s.documented {
			without = []string{"docs-2.json", "examples-1.json"}
		}
		if err := link(from, w.path("bare", folder), without...); err != nil {
			return nil, err
		}
	}
	return p, p.leaveOutIgnored(ctx, folders)
}

// leaveOutIgnored has the peer's generator run once, to find the models that it ignores since it lacks what they use.
func (p *peerRun) leaveOutIgnored(ctx context.Context, folders map[string]string) error {
	u, err := p.run(ctx, p.w.path("apis"))
	if err != nil {
		return err
	}
	ignored := string(u.stderr)
	for folder, model := range folders {
		if strings.Contains(ignored, "ignoring model "+p.w.path("apis", folder, "api-2.json")+",") {
			if err := errors.Join(os.RemoveAll(p.w.path("apis", folder)), os.RemoveAll(p.w.path("bare", folder))); err != nil {
				return err
			}
			continue
		}
		p.models = append(p.models, model)
	}
	slices.Sort(p.models)
	if generated := bytes.Count(u.stdout, []byte("Generating ")); generated != len(p.models) {
		return fmt.Errorf("the peer's generator wrote %d packages of %d models:\n%s", generated, len(p.models), u.stderr)
	}
	return os.RemoveAll(p.w.path("peer"))
}

// run generates the packages of all models below a folder in one process, as the Makefile of aws-sdk-go v1 does. Formatting
// them once more, which the Makefile goes on to, is not run.
func (p *peerRun) run(ctx context.Context, models string) (usage, error) {
	out := p.w.path("peer")
	if err := os.MkdirAll(filepath.Join(out, "s3", "s3manager"), 0o700); err != nil { // a file goes there, and it makes no folder
		return usage{}, err
	}
	return p.w.run(ctx, p.gen, "-use-service-id", "-path", out, filepath.Join(models, "*", "*", "api-2.json"))
}

// rows compare the generators.
func (p *peerRun) rows(ours, theirs, bare []usage) []row {
	what := fmt.Sprintf("(h) the %d services that the peer's generator knows", len(p.models))
	quotient := stats.Ratio(ours, theirs, wall)
	return []row{{
		what: what + ": time",
		ours: inSeconds(stats.Median(ours, wall)), peer: inSeconds(stats.Median(theirs, wall)),
		ratio: ratio(quotient), bar: "ratio ≤ " + ratio(allRatioBar), holds: atMost(quotient, allRatioBar),
	}, {
		what: what + ": processor time",
		ours: inSeconds(stats.Median(ours, cpu)), peer: inSeconds(stats.Median(theirs, cpu)),
		ratio: ratio(stats.Ratio(ours, theirs, cpu)),
	}, {
		what: what + ": memory",
		ours: megabytes(stats.Median(ours, peak)), peer: megabytes(stats.Median(theirs, peak)),
		ratio: ratio(stats.Ratio(ours, theirs, peak)),
	}, {
		what: "(h) the same, without documentation that the models here lack: time",
		ours: inSeconds(stats.Median(ours, wall)), peer: inSeconds(stats.Median(bare, wall)),
		ratio: ratio(stats.Ratio(ours, bare, wall)),
	}}
}

// key says which service and version a model is of, the same in both dialects.
type key struct{ id, version string }

// service is what this needs of a model.
type service struct {
	key        key
	documented bool
}

// readService reads a model in Smithy's JSON.
func readService(path string) (service, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return service{}, err
	}
	var model struct {
		Shapes map[string]struct {
			Type    string
			Version string
			Traits  struct {
				Service struct{ SDKID string } `json:"aws.api#service"`
			}
		}
	}
	if err := json.Unmarshal(data, &model); err != nil {
		return service{}, fmt.Errorf("%s: %w", path, err)
	}
	for _, s := range model.Shapes {
		if s.Type == "service" {
			// A documented model has many; one without has none, or that of a few traits' definitions.
			documented := bytes.Count(data, []byte(`"smithy.api#documentation"`)) > len(model.Shapes)/4
			return service{key{s.Traits.Service.SDKID, s.Version}, documented}, nil
		}
	}
	return service{}, fmt.Errorf("%s: no service in it", path)
}

// peerModels are the folders of the models in the module of aws-sdk-go v1.
func (w *workspace) peerModels(ctx context.Context) (map[key]string, error) {
	module, err := w.run(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "github.com/aws/aws-sdk-go")
	if err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(module.stdout)), "models", "apis", "*", "*", "api-2.json"))
	if err != nil {
		return nil, err
	}
	known := map[key]string{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var model struct {
			Metadata struct{ ServiceID, APIVersion string }
		}
		if err := json.Unmarshal(data, &model); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		known[key{model.Metadata.ServiceID, model.Metadata.APIVersion}] = filepath.Dir(path)
	}
	return known, nil
}

// link makes a folder of links to the files of another, without those named.
func link(from, to string, without ...string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	files, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, f := range files {
		if slices.Contains(without, f.Name()) {
			continue
		}
		if err := os.Symlink(filepath.Join(from, f.Name()), filepath.Join(to, f.Name())); err != nil {
			return err
		}
	}
	return nil
}
