using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace WeChatNotifications.Dashboard.Broadcasts;

/// <summary>Moves broken rules to where the form shows them.</summary>
public static class MessageErrors
{
    private const string Prefix = "Input.data.";

    /// <summary>A rule of <c>data.name</c> belongs to the input of that value; one of a value without an input stands at the head of the page.</summary>
    public static void Place(ModelStateDictionary state, IReadOnlyList<MessageValue> values)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (key, entry) in state.Where(e => e.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            var index = values.Index().Where(v => v.Item.Name == key[Prefix.Length..]).Select(v => (int?)v.Index).FirstOrDefault();
            Move(state, entry!, key, index is { } at ? $"Input.Values[{at}].Value" : "", "data.");
        }

        // The page's address is made of several values.
        MoveAll(state, "", "Input.page", "Input.url", "Input.data");
    }

    /// <summary>Lets rules of several fields stand at one.</summary>
    public static void MoveAll(ModelStateDictionary state, string target, params IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach (var key in keys)
        {
            if (state.TryGetValue(key, out var entry))
            {
                Move(state, entry, key, target, prefix: "");
            }
        }
    }

    /// <summary>Beside its input a value is called by its name; the prefix is how callers of the API find it.</summary>
    private static void Move(ModelStateDictionary state, ModelStateEntry entry, string key, string target, string prefix)
    {
        foreach (var message in entry.Errors.Select(e => e.ErrorMessage).ToList())
        {
            state.AddModelError(target, prefix.Length > 0 && message.StartsWith(prefix, StringComparison.Ordinal) ? message[prefix.Length..] : message);
        }

        state.Remove(key);
    }
}
