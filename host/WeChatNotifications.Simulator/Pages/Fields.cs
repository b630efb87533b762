namespace WeChatNotifications.Simulator.Pages;

/// <summary>One field of a form.</summary>
internal sealed record Field
{
    public required string Name { get; init; }

    public required string Label { get; init; }

    /// <summary>What tells it from fields of the same name on the page.</summary>
    public string Scope { get; init; } = "";

    public string Type { get; init; } = "text";

    public string Value { get; init; } = "";

    public string? Hint { get; init; }

    /// <summary>What is wrong with the value; null: nothing.</summary>
    public string? Fault { get; init; }

    public bool Required { get; init; }

    /// <summary>The keyboard to offer, such as <c>numeric</c>.</summary>
    public string? Keyboard { get; init; }

    public string Completes { get; init; } = "off";

    public string Id => Scope.Length == 0 ? $"field-{Name}" : $"field-{Scope}-{Name}";
}

/// <summary>Labelled fields, each with its hint and its fault beside it, tied to it for screen readers.</summary>
internal static class Fields
{
    public static Html Line(Field field) => Around(field, Html.Of(
        $"""<input id="{field.Id}" name="{field.Name}" type="{field.Type}" value="{(field.Type == "password" ? "" : field.Value)}" autocomplete="{field.Completes}" spellcheck="false"{Html.Attribute("inputmode", field.Keyboard)}{Html.Flag("required", field.Required)}{State(field)}>"""));

    public static Html Lines(Field field) => Around(field, Html.Of(
        $"""<textarea id="{field.Id}" name="{field.Name}" rows="3" spellcheck="false"{State(field)}>{field.Value}</textarea>"""));

    public static Html List(Field field, IEnumerable<(string Value, string Name)> options) => Around(field, Html.Of(
        $"""<select id="{field.Id}" name="{field.Name}"{State(field)}>{Html.Each(options, option => Html.Of($"""<option value="{option.Value}"{Html.Flag("selected", option.Value == field.Value)}>{option.Name}</option>"""))}</select>"""));

    public static Html Tick(string name, string label, bool on, string scope = "", bool required = false) => Html.Of(
        $"""<p class="tick"><input type="checkbox" id="tick-{scope}{name}" name="{name}" value="true"{Html.Flag("checked", on)}{Html.Flag("required", required)}> <label for="tick-{scope}{name}">{label}</label></p>""");

    private static Html Around(Field field, Html control) => Html.Of($"""
        <div class="field"><label for="{field.Id}">{field.Label}</label>
        {control}{Below(field, "hint", field.Hint)}{Below(field, "fault", field.Fault)}</div>
        """);

    private static Html Below(Field field, string part, string? words) =>
        words is null ? Html.None : Html.Of($"""<p class="{part}" id="{field.Id}-{part}">{words}</p>""");

    private static Html State(Field field)
    {
        var parts = new[] { field.Fault is null ? null : $"{field.Id}-fault", field.Hint is null ? null : $"{field.Id}-hint" }.Where(part => part is not null);
        var described = string.Join(' ', parts);
        return Html.Of($"""{Html.Attribute("aria-invalid", field.Fault is null ? null : "true")}{Html.Attribute("aria-describedby", described.Length == 0 ? null : described)}""");
    }
}
