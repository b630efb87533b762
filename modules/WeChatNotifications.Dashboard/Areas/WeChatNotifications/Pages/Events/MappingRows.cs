using System.Globalization;
using System.Text.RegularExpressions;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Dashboard.Pages.Events;

/// <summary>Which rows of the form are sent to the module, so that what it says of <c>fields[2]</c> is shown at the row that this was.</summary>
/// <param name="Fields">The form's rows, by their place in what is sent.</param>
/// <param name="Conditions">The form's conditions likewise.</param>
internal sealed partial record MappingRows(IReadOnlyList<int> Fields, IReadOnlyList<int> Conditions)
{
    /// <summary>Leaves out what is empty, but for values that the template demands: the module says that they are missing.</summary>
    public static MappingRows Of(MappingForm form, IReadOnlyList<TemplateSlot> slots) => new(
        [.. Enumerable.Range(0, form.Fields.Count).Where(i => !form.Fields[i].IsEmpty || slots.Any(s => s.IsRequired && s.Takes(form.Fields[i])))],
        [.. Enumerable.Range(0, form.Conditions.Count).Where(i => !form.Conditions[i].IsEmpty)]);

    /// <summary>Does something with what is sent, and names the form's rows in what is refused.</summary>
    public async Task SendAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (RuleViolationException refused)
        {
            throw new RuleViolationException([.. refused.Violations.Select(v => v with { Field = InForm(v.Field) })]);
        }
    }

    /// <summary>A field of what is sent, as the form calls it.</summary>
    public string InForm(string field) => Indexed().Replace(field, match =>
    {
        var rows = match.Groups["list"].Value == "fields" ? Fields : Conditions;
        var sent = int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture);
        return sent < rows.Count ? $"{match.Groups["list"].Value}[{rows[sent].ToString(CultureInfo.InvariantCulture)}]" : match.Value;
    });

    [GeneratedRegex(@"^(?<list>fields|conditions)\[(?<index>\d{1,4})\]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Indexed();
}
